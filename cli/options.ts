import { type Command, InvalidArgumentError, Option } from 'commander';

/** A parser for whole numbers within bounds; commander turns what it throws into its own sentence, exit status 2. */
export function whole(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return number;
  };
}

export const port = whole(0, 65535);

/** Adds the options that `start` and `gateway` share (the contract in DESIGN section 4). */
export function addGatewayOptions(command: Command): Command {
  return command
    .option('--config <key=value...>', "the extension's settings, spelled as Azure spells them")
    .option('--config-protected <key=value...>', 'protected settings: sslCertPemFile=FILE sslKeyPemFile=FILE')
    .option(
      '--secrets-dir <dir>',
      'where sslSecret=NAME is looked up: DIR/NAME/cert.pem or DIR/NAME.yaml',
      '.',
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--https-port <port>', 'port for HTTPS; 0 takes a free one', port, 8443)
    .option('--http-port <port>', 'port for plain HTTP', port, 8080)
    .option('--control-port <port>', 'port of the control API', port, 8055)
    .option('--control-host <address>', 'address of the control API', '127.0.0.1')
    .option('--control-allow-host <name...>', 'further names under which the control API may be called')
    .option('--endpoint <file...>', 'endpoint YAML (kubernetesOnlineEndpoint)')
    .option('--deployment <file...>', 'deployment YAML (kubernetesOnlineDeployment)')
    .option('--backend <deployment=url...>', 'where a deployment really is; the embedded model otherwise')
    .option(
      '--key <key>',
      'bearer key of the endpoints; otherwise the one that the state folder keeps, or a random one',
    )
    .option('--watch-secret', 'serve a changed secret by itself, without the extension update')
    .option(
      '--nodes <n>',
      'nodes of the imagined cluster; fewer than 3 are too few for inferenceRouterHA',
      whole(0, 1000),
      3,
    )
    .option('--no-load-balancer', 'the imagined cluster gives no address to a Service of type LoadBalancer')
    .option('--arc', 'the imagined cluster is Arc-enabled Kubernetes and not AKS')
    .addOption(
      new Option('--plain-http <what>', 'the HTTP port while TLS is on (an assumption: docs/fidelity.md)')
        .choices(['closed', 'redirect', 'serve'])
        .default('closed'),
    )
    .addOption(
      new Option('--tls-max-version <version>', 'azureml-fe has 1.2 and nothing else')
        .choices(['1.0', '1.1', '1.2', '1.3'])
        .default('1.2'),
    )
    .addOption(
      new Option('--profile <name>', 'which status codes and limits apply')
        .choices(['kubernetes', 'managed', 'v1'])
        .default('kubernetes'),
    )
    .option('--workers <n>', 'threads that serve, for machines with several cores', whole(1, 64), 1)
    .option('--seed <n>', 'makes the traffic choice repeatable', whole(0, 2 ** 32 - 1))
    .option('--tls-ciphers <list>', 'OpenSSL cipher list instead of the ECDHE AEAD suites (an assumption)')
    .option('--tls-curves <list>', 'curves of the key exchange instead of X25519:P-256 (an assumption)')
    .option('--strict-secret', 'refuse what is only warned about in a secret, such as expiry (an assumption)')
    .addOption(
      new Option(
        '--stored-certificate <which>',
        'which counts of a stored PEM pair and sslSecret (an assumption)',
      )
        .choices(['files', 'secret'])
        .default('files'),
    )
    .option(
      '--answers <file>',
      'JSON that replaces rows of the status table (assumptions: docs/status-codes.md)',
    )
    .option(
      '--token-lifetime <seconds>',
      'how long an aml_token lives (an assumption); 12 h',
      whole(1, 31_536_000),
    )
    .option('--forward-authorization', 'pass the Authorization field on to the models (an assumption)')
    .option(
      '--body-limit <bytes>',
      'largest request body before a 413 (an assumption); 100 MB',
      whole(1, 2 ** 40),
    )
    .option(
      '--idle-timeout <seconds>',
      'how long an idle connection stays open (an assumption); 1 h',
      whole(1, 86_400),
    )
    .option(
      '--header-limit <bytes>',
      'largest head of a request before a 431 (an assumption); 60 KiB',
      whole(1024, 2 ** 20),
    )
    .option(
      '--header-fields <n>',
      'header fields of a request before a 431 (an assumption); 100',
      whole(1, 10_000),
    )
    .option('--accept-http-10', 'serve HTTP/1.0 instead of answering it with 426 (an assumption)')
    .option('--tls-key-log <file>', 'append TLS secrets for Wireshark (NSS key log format)')
    .addOption(logLevel())
    .addOption(logFormat());
}

/** The folder of the authority; the variable is set in a shell of `shell`, so that certificates there are of one CA. */
export function stateDir(description: string): Option {
  return new Option('--state <dir>', description).default('.azureml-fe-mock').env('AZUREML_FE_MOCK_STATE');
}

export function logLevel(): Option {
  return new Option('--log-level <level>', 'what goes to stderr')
    .choices(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info');
}

export function logFormat(): Option {
  return new Option('--log-format <format>', 'people on a terminal, json elsewhere where left out').choices([
    'people',
    'json',
  ]);
}

/** Adds examples under a command's help. */
export function withExample(command: Command, ...lines: string[]): Command {
  return command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}
