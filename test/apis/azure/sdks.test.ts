import t from 'tap';
import { pythonWith } from '../../support/python-packages.ts';
import type { Ran } from '../../support/tools.ts';
import { openMockAzure } from './mock-azure.ts';
import { clientId, PATIENCE_MS, runClient, SDK_PACKAGES, subscriptionId, tenantId } from './real-clients.ts';

t.setTimeout(3 * PATIENCE_MS);
const { python, skip } = await pythonWith(...SDK_PACKAGES);

t.test('azure-ai-ml creates, scores, renews keys, moves traffic and deletes', { skip }, async (t) => {
  await using azure = await openMockAzure();
  const args = [subscriptionId, 'rg', 'ws'];
  const ran = await runClient({ python, program: 'ml_sdk.py', args }, azure, t.testdir());
  t.equal(ran.code, 0, ran.stderr);
  const seen = lastLineOf(ran);
  const uri = `https://localhost:${azure.gateway.httpsPort}/api/v1/endpoint/sdk-made/score`;
  t.match(seen, {
    before: ['demo'],
    made: ['KubernetesOnlineEndpoint', /succeeded/i, uri, { made: 'by-sdk' }],
    blue: [/succeeded/i, 2, 3000, 10, 'score.py'],
    deployments: ['blue', 'green'],
    traffic: { blue: 90, green: 10 },
    invoked: '{"result": [6]}',
    invokedGreen: '{"result": [6]}',
    regenerated: [true, true],
    invokedAfter: '{"result": [6]}',
    log: 'blue scored\n',
    trafficLeft: { type: 'ResourceExistsError', code: 'Conflict', message: /still receives 90 percent/ },
    left: ['green'],
    token: ['access_token', 'expiry_time_utc', 'refresh_after_time_utc', 'token_type'],
    aadToken: { code: 'BadRequest', message: /AADToken/ },
    gone: 'ResourceNotFound',
  });
  t.strictSame(
    azure.gateway.router.endpoints().map(({ name }) => name),
    ['demo'],
  );
});

t.test('azure-ai-ml waits for operations that take their time', { skip }, async (t) => {
  await using azure = await openMockAzure({ operationDelayMs: 500 });
  const args = [subscriptionId, 'rg', 'ws'];
  const ran = await runClient({ python, program: 'ml_sdk_waits.py', args }, azure, t.testdir());
  t.equal(ran.code, 0, ran.stderr);
  t.strictSame(lastLineOf(ran), { state: 'succeeded', left: ['demo'] });
});

t.test(
  'the management SDKs sign in, set up the extension, a record and a kubeconfig',
  { skip },
  async (t) => {
    await using azure = await openMockAzure();
    const folder = t.testdir();
    const args = [azure.api.url, subscriptionId, tenantId, clientId, folder];
    const ran = await runClient({ python, program: 'mgmt_sdks.py', args }, azure, folder);
    t.equal(ran.code, 0, ran.stderr);
    const failed = ['ExtensionOperationFailed', /E40007 INVALID_SSL_SETTING.*not-there/];
    t.match(lastLineOf(ran), {
      tokens: {
        ManagedIdentityCredential: 3,
        DefaultAzureCredential: 3,
        WorkloadIdentityCredential: 3,
        ClientSecretCredential: 3,
      },
      imds: 3,
      failedCreate: failed,
      failedState: 'Failed',
      created: 'Succeeded',
      updated: ['fe-tls', { 'scoringFe.sslCert': '', 'scoringFe.sslKey': '' }],
      failedUpdate: failed,
      kept: 'fe-tls',
      listed: ['azureml'],
      deleted: ['ResourceNotFound', /azureml/],
      fqdn: 'api.contoso.com.',
      onlyNew: 'PreconditionFailed',
      sets: ['www', 'api'],
      setsLeft: ['www'],
      nodes: 3,
      kubeconfig: /^apiVersion: v1/,
    });
  },
);

const lastLineOf = ({ stdout }: Ran): unknown => JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
