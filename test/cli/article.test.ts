import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import type { ExtensionView } from '../../extension/extension-control.ts';
import { cli, startCli } from '../support/cli.ts';
import { needs, run } from '../support/tools.ts';

const CLUSTER = '--cluster-type managedClusters --cluster-name my-aks --resource-group my-rg --scope cluster';
const TYPE = '--name azureml --extension-type Microsoft.AzureML.Kubernetes';

/** The article's lines in its order, their placeholders filled in and `az` left out. */
const ARTICLE = {
  createWithSecret: `k8s-extension create ${TYPE} --config inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname=www.contoso.com ${CLUSTER}`,
  createWithFiles: `k8s-extension create ${TYPE} --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname=www.contoso.com --config-protected sslCertPemFile=secrets/contoso-tls/cert.pem sslKeyPemFile=secrets/contoso-tls/key.pem ${CLUSTER}`,
  update: `k8s-extension update ${TYPE} --config inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname=www.contoso.com ${CLUSTER}`,
  disable: `k8s-extension create ${TYPE} --config enableInference=True inferenceRouterServiceType=LoadBalancer allowInsercureconnection=True ${CLUSTER}`,
};

const words = (line: string): string[] => line.split(' ');

/** The line that was printed as the one that works, without the name of the program. */
function lineThatWorks(stderr: string): string {
  const line = /azureml-fe-mock (k8s-extension .*)$/m.exec(stderr)?.[1];
  if (line === undefined) throw new Error(`no line that works in: ${stderr}`);
  return line.replaceAll("'", '');
}

t.test(
  'the article from an empty cluster to a scored request, and on to TLS switched off',
  { skip: needs('curl', 'dig') },
  async (t) => {
    const dir = t.testdir();
    const folder = path.join(dir, 'secrets', 'contoso-tls');
    const issue = () => cli('certs', 'issue', '--out', folder, '--state', path.join(dir, 'state'));
    await issue();
    await using started = await startCli(dir, '--empty', '--secrets-dir', path.join(dir, 'secrets'));
    const { controlUrl, dns, key, caFile } = started.ready;
    const az = (line: string) => cli(...words(line), '--control-url', controlUrl);
    const show = async (): Promise<ExtensionView> =>
      (await (await request(`${controlUrl}/extension`)).body.json()) as ExtensionView;
    const score = async (): Promise<string> => {
      const { scoring } = await show();
      const found = await run('dig', [
        `@${dns.address}`,
        '-p',
        String(dns.port),
        '+short',
        'www.contoso.com',
      ]);
      const address = found.stdout.trim();
      const resolve = address === '' ? [] : ['--resolve', `www.contoso.com:${scoring?.port}:${address}`];
      const ran = await run('curl', [
        ...[
          '-sS',
          '--max-time',
          '5',
          '--cacert',
          caFile ?? '',
          ...resolve,
          '-H',
          `Authorization: Bearer ${key}`,
        ],
        ...['-H', 'content-type: application/json', '-d', '{"data":[[1,2,3]]}', scoring?.uri ?? ''],
      ]);
      return ran.stdout || ran.stderr;
    };

    // Configure sslSecret: the sample forgets enableInference, and the real CLI refuses it.
    const refused = await az(ARTICLE.createWithSecret);
    t.equal(refused.code, 1);
    t.match(refused.stderr, /InvalidArgumentValueError: .*enableInference/s);
    t.equal((await show()).installed, false);
    const created = await az(lineThatWorks(refused.stderr));
    t.equal(created.code, 0, created.stderr);
    t.match(created.stdout, /Scoring URI: https:\/\/www\.contoso\.com:\d+\/api\/v1\/endpoint\/demo\/score/);

    // Update your DNS with FQDN: not done yet.
    t.match(await score(), /Could not resolve host/);
    t.equal(
      (await cli('dns', 'set', 'www.contoso.com', 'A', '127.0.0.1', '--control-url', controlUrl)).code,
      0,
    );
    t.match(await score(), /\{"result": \[6\]\}/);

    // Update the TLS/SSL certificate: first the secret, then the extension; update has no --scope.
    const before = (await show()).served?.fingerprint;
    await issue();
    t.equal((await show()).served?.fingerprint, before, 'not before the update');
    const unknown = await az(ARTICLE.update);
    t.equal(unknown.code, 2);
    t.match(unknown.stderr, /AZ_UNRECOGNIZED/);
    const updated = await az(lineThatWorks(unknown.stderr));
    t.equal(updated.code, 0, updated.stderr);
    t.not((await show()).served?.fingerprint, before);
    t.match(await score(), /\{"result": \[6\]\}/);

    // Configure sslCertPemFile and sslKeyPemFile: paths as the reader's shell has them.
    const files = ARTICLE.createWithFiles.replaceAll('secrets/contoso-tls', folder);
    t.equal((await az(files)).code, 0);
    t.match(await score(), /\{"result": \[6\]\}/);

    // Disable TLS: the key is misspelled, so the CLI misses a certificate.
    const misspelled = await az(ARTICLE.disable);
    t.equal(misspelled.code, 1);
    t.match(misspelled.stderr, /allowInsercureconnection[\s\S]*allowInsecureConnections=True/);
    const insecure = await az(lineThatWorks(misspelled.stderr));
    t.equal(insecure.code, 0, insecure.stderr);
    t.match((await show()).scoring?.uri, /^http:\/\/127\.0\.0\.1:/);
    t.match(await score(), /\{"result": \[6\]\}/);
  },
);

t.test('a dry run decides for an imagined cluster and touches nothing', async (t) => {
  const created = await cli(...words(ARTICLE.createWithFiles), '--dry-run', '--node-count', '1', '--json');
  t.equal(created.code, 1, 'the files are not there');
  t.match(JSON.parse(created.stdout), { outcome: 'FileNotFoundError', errorKind: 'file-not-found' });
  const good = await cli(
    ...words(ARTICLE.createWithSecret),
    '--config',
    'enableInference=True',
    '--dry-run',
    '--node-count',
    '1',
    '--json',
  );
  t.equal(good.code, 0, good.stderr);
  t.match(JSON.parse(good.stdout), {
    outcome: 'ok',
    warnings: ['troubleshooting-hint'],
    effectiveConfig: { clusterPurpose: 'DevTest' },
  });
});

t.test('what the imagined cluster cannot do is found by its health check', async (t) => {
  const dir = t.testdir();
  await using started = await startCli(dir, '--nodes', '2', '--no-load-balancer');
  const { controlUrl } = started.ready;
  const line =
    'k8s-extension update --name azureml --config inferenceRouterHA=True --cluster-type managedClusters --cluster-name a --resource-group b --yes';
  const refused = await cli(...words(line), '--control-url', controlUrl);
  t.equal(refused.code, 1);
  t.match(refused.stderr, /E40001 LOAD_BALANCER_NOT_SUPPORT/);
  const report = await cli(
    'k8s-extension',
    'show',
    '--name',
    'azureml',
    '--health-report',
    '--control-url',
    controlUrl,
  );
  t.equal(report.code, 1);
  t.match(report.stdout, /Status: Failed Name: service ErrorCode: E40001[\s\S]*ErrorCode: E40002/);
});
