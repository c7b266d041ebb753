import t from 'tap';
import { formatVariables, type OpenApis, toolVariables } from '../../cli/tool-variables.ts';
import { missing, run } from '../support/tools.ts';

const apis: OpenApis = {
  kubernetesUrl: 'https://127.0.0.1:6443',
  kubeconfig: '/state/kubeconfig',
  kubeCacheDir: '/tmp/tools/kube-cache',
  azureUrl: 'https://localhost:9443',
  azureIdentityUrl: 'http://localhost:9080',
  azureConfigDir: '/tmp/tools/azure',
  caFile: '/state/tools-ca.pem',
};
const CLOSED: OpenApis = {
  ...apis,
  kubernetesUrl: null,
  kubeconfig: null,
  kubeCacheDir: null,
  azureUrl: null,
  azureIdentityUrl: null,
  azureConfigDir: null,
};
const both = { az: true, kubectl: true };

t.test('everything is set that az, the SDKs and kubectl need', async (t) => {
  t.match(toolVariables(apis, both), {
    REQUESTS_CA_BUNDLE: '/state/tools-ca.pem',
    SSL_CERT_FILE: '/state/tools-ca.pem',
    KUBECONFIG: '/state/kubeconfig',
    KUBECACHEDIR: '/tmp/tools/kube-cache',
    ARM_CLOUD_METADATA_URL: 'https://localhost:9443/metadata/endpoints?api-version=2019-05-01',
    ARM_METADATA_HOSTNAME: 'localhost:9443',
    AZUREML_CURRENT_CLOUD: 'mock',
    AZURE_CONFIG_DIR: '/tmp/tools/azure',
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    IDENTITY_ENDPOINT: 'http://localhost:9080/msi/token',
  });
});

t.test('one group leaves out the variables of the other, and trust is always there', async (t) => {
  const az = Object.keys(toolVariables(apis, { az: true, kubectl: false }));
  const kubectl = Object.keys(toolVariables(apis, { az: false, kubectl: true }));
  t.notOk(az.includes('KUBECONFIG'));
  t.notOk(kubectl.some((name) => /AZURE|^ARM_|IDENTITY/.test(name)));
  const trust = Object.keys(toolVariables(CLOSED, both));
  t.strictSame(
    trust.filter((name) => az.includes(name) && kubectl.includes(name)),
    trust,
  );
});

const odd = { ODD: `it's "$HOME" \`id\` \\ $(id)`, PLAIN: 'x' };

t.test('a POSIX shell takes every value as it is', { skip: missing('sh') }, async (t) => {
  const script = `${formatVariables(odd, 'sh')}printf '%s|%s' "$ODD" "$PLAIN"`;
  t.strictSame(await run('sh', ['-c', script]), { code: 0, stdout: `${odd.ODD}|x`, stderr: '' });
});

t.test('PowerShell gets quotes doubled, as its single-quoted strings want them', async (t) => {
  t.equal(
    formatVariables(odd, 'powershell'),
    `$env:ODD = 'it''s "$HOME" \`id\` \\ $(id)'\n$env:PLAIN = 'x'\n`,
  );
});
