import { type Command, Option } from 'commander';
import { stateDir, whole, withExample } from './options.ts';

const keyType = (): Option =>
  new Option('--key-type <type>', 'kind of key')
    .choices(['rsa-2048', 'rsa-4096', 'ec-p256'])
    .default('rsa-2048');

/** `certs issue`, `certs sign`, `certs check`, `certs trust`. */
export function addCertsCommand(program: Command): void {
  const certs = program.command('certs').description('issue, sign, check and trust certificates');

  withExample(
    certs
      .command('issue')
      .description('issue cert.pem (full chain) and key.pem for a name, and ca.pem to trust')
      .option('--name <name...>', 'FQDNs or IP addresses that the certificate is for', ['www.contoso.com'])
      .requiredOption('--out <dir>', 'folder for cert.pem, key.pem and ca.pem')
      .addOption(stateDir('the authority that signs'))
      .option('--days <n>', 'how long it is valid', whole(1, 397), 90)
      .option('--days-gone <n>', 'how many of these are over already', whole(0, 397), 0)
      .option('--manifest <file>', 'also write a Secret manifest for "kubectl apply"')
      .addOption(keyType()),
    'azureml-fe-mock certs issue --name www.contoso.com --out secrets/contoso-tls',
  ).action(async (flags) => (await import('./certs-issue.ts')).issue(flags));

  withExample(
    certs
      .command('sign')
      .argument('<csr>', 'certificate signing request, PEM')
      .description('sign a request made elsewhere, with "openssl req" for instance')
      .requiredOption('--out <file>', 'file for the certificate with its chain, PEM')
      .option('--name <name...>', 'names instead of those in the request')
      .addOption(stateDir('the authority that signs'))
      .option('--days <n>', 'how long it is valid', whole(1, 397), 90),
    'openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -subj /CN=www.contoso.com \\',
    '    -addext subjectAltName=DNS:www.contoso.com',
    'azureml-fe-mock certs sign req.pem --out cert.pem',
  ).action(async (csr: string, flags) => (await import('./certs-issue.ts')).sign(csr, flags));

  withExample(
    certs
      .command('check')
      .argument('<path...>', 'a mounted folder, a Secret manifest, or cert.pem and key.pem')
      .description('judge a secret as the router would: exit 0 served, 1 refused')
      .option('--cname <fqdn>', 'sslCname that it must cover')
      .option('--strict', 'refuse what is only warned about, such as expiry')
      .option('--json', 'as JSON'),
    'azureml-fe-mock certs check secrets/contoso-tls --cname www.contoso.com',
    'azureml-fe-mock certs check cert.pem key.pem',
  ).action(async (paths: string[], flags) => {
    process.exitCode = await (await import('./certs-check.ts')).check(paths, flags);
  });

  withExample(
    certs
      .command('trust')
      .description('write the CA as a trust store that a container, a JVM or a tool mounts')
      .addOption(
        new Option('--format <format>', 'pem; bundle: PEM with the public roots; pkcs12 and jks for Java')
          .choices(['pem', 'bundle', 'pkcs12', 'jks'])
          .default('pem'),
      )
      .requiredOption('--out <file>', 'the file to write')
      .addOption(stateDir('the authority to trust'))
      .option('--add <file...>', 'further certificates to trust, PEM')
      .option('--public-roots', 'add the public roots that Node trusts; "bundle" always does'),
    'azureml-fe-mock certs trust --format pkcs12 --out truststore.p12',
    'docker run -v "$PWD/truststore.p12:/truststore.p12:ro" \\',
    '    -e JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=/truststore.p12 -Djavax.net.ssl.trustStorePassword=changeit" …',
  ).action(async (flags) => (await import('./certs-trust.ts')).trust(flags));
}
