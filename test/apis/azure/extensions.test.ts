import t from 'tap';
import { AKS, type Answer, EXTENSIONS, GROUP, type MockAzure, openMockAzure } from './mock-azure.ts';

const ROUTER = {
  enableInference: 'True',
  inferenceRouterServiceType: 'LoadBalancer',
  sslCname: 'www.contoso.com',
};
const withSecret = (name: string) => ({ ...ROUTER, sslSecret: name, 'scoringFe.sslSecret': name });

/** What the client sends: settings, and the type at create. */
function body(config: object, configProtected: object = {}) {
  return {
    properties: {
      extensionType: 'Microsoft.AzureML.Kubernetes',
      configurationSettings: config,
      configurationProtectedSettings: configProtected,
    },
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function pemPair({ pair }: MockAzure) {
  return {
    sslCertPemFile: 'cert.pem',
    sslKeyPemFile: 'key.pem',
    'scoringFe.sslCert': base64(pair.certPem),
    'scoringFe.sslKey': base64(pair.keyPem),
  };
}

const follow = (azure: MockAzure, answer: Answer): Promise<Answer> => {
  const { pathname } = new URL(String(answer.headers['azure-asyncoperation']));
  return azure.call('GET', pathname);
};

t.test('an extension is created, shown, updated by merging and deleted', async (t) => {
  await using azure = await openMockAzure();
  const url = `${EXTENSIONS}/my-azureml`;
  t.match(await azure.call('GET', EXTENSIONS), { status: 200, body: { value: [] } });
  t.match(await azure.call('PUT', url, body(withSecret('fe-tls'))), {
    status: 201,
    body: { id: url, name: 'my-azureml', properties: { provisioningState: 'Succeeded' } },
  });
  const patched = await azure.call('PATCH', url, body({}, pemPair(azure)));
  t.match(patched, { status: 202, headers: { location: /my-azureml/, 'retry-after': '1' } });
  t.match(await follow(azure, patched), { status: 200, body: { status: 'Succeeded' } });
  const shown = await azure.call('GET', url);
  t.match(shown.body.properties, {
    configurationSettings: {
      ...withSecret('fe-tls'),
      'relayserver.enabled': 'false',
      'servicebus.enabled': 'false',
    },
    configurationProtectedSettings: { 'scoringFe.sslCert': '', 'scoringFe.sslKey': '', sslKeyPemFile: '' },
    provisioningState: 'Succeeded',
  });
  t.notMatch(JSON.stringify(shown.body), base64(azure.pair.keyPem).slice(0, 40));
  t.equal(azure.settings()?.configProtected['scoringFe.sslKey'], base64(azure.pair.keyPem));
  t.match((await azure.call('GET', EXTENSIONS)).body.value, [{ name: 'my-azureml' }]);
  t.match(await azure.call('DELETE', `${url}?forceDelete=false`), { status: 200 });
  t.match(await azure.call('GET', url), { status: 404, body: { error: { code: 'ResourceNotFound' } } });
  t.match(await azure.call('DELETE', url), { status: 204 });
  t.strictSame(
    azure.changes.map(({ method, name, status }) => [method, name, status]),
    [
      ['PUT', 'my-azureml', 201],
      ['PATCH', 'my-azureml', 200],
      ['DELETE', 'my-azureml', 200],
    ],
  );
});

t.test('a secret that the health check refuses fails the operation and leaves what was there', async (t) => {
  await using azure = await openMockAzure();
  const url = `${EXTENSIONS}/azureml`;
  const error = {
    code: 'ExtensionOperationFailed',
    message: /Create\. Error: E40007 INVALID_SSL_SETTING: .*not-there/,
  };
  const created = await azure.call('PUT', url, body(withSecret('not-there')));
  t.match(created, { status: 201, body: { properties: { provisioningState: 'Failed' } } });
  t.match(await follow(azure, created), { body: { status: 'Failed', error } });
  t.match((await azure.call('GET', url)).body.properties, {
    provisioningState: 'Failed',
    errorInfo: error,
    statuses: [{ level: 'Error' }],
    configurationSettings: { sslSecret: 'not-there' },
  });
  t.equal((await azure.call('PUT', url, body(withSecret('fe-tls')))).status, 200);
  const key = base64('no key');
  const broken = { 'scoringFe.sslCert': base64(azure.pair.certPem), 'scoringFe.sslKey': key };
  const failed = await azure.call('PATCH', url, body({}, broken));
  const answer = await follow(azure, failed);
  t.match(answer.body, { status: 'Failed', error: { message: /Update\. Error: E40007.*not PEM/ } });
  t.notMatch(JSON.stringify(answer.body), key);
  t.match((await azure.call('GET', url)).body.properties, {
    provisioningState: 'Failed',
    configurationSettings: { sslSecret: 'fe-tls' },
    configurationProtectedSettings: {},
  });
  t.equal((await follow(azure, await azure.call('PATCH', url, body({})))).body.status, 'Succeeded');
  t.equal((await azure.call('GET', url)).body.properties.provisioningState, 'Succeeded');
});

t.test(
  'one cluster has one extension: another name is not found, and a failed one does not take its place',
  async (t) => {
    await using azure = await openMockAzure();
    await azure.call('PUT', `${EXTENSIONS}/azureml`, body(withSecret('fe-tls')));
    const other = `${EXTENSIONS}/other`;
    t.match(await azure.call('GET', other), {
      status: 404,
      body: { error: { message: /has the extension 'azureml'/ } },
    });
    t.match(await azure.call('PATCH', other, body({})), { status: 404 });
    await azure.call('PUT', other, body(withSecret('not-there')));
    t.match((await azure.call('GET', EXTENSIONS)).body.value, [{ name: 'azureml' }]);
  },
);

t.test('an extension that the mock set up by itself has the name of the options', async (t) => {
  await using azure = await openMockAzure({ extensionName: 'preinstalled' });
  await azure.targets.extension.create({ config: withSecret('fe-tls'), configProtected: {}, pemPair: null });
  t.match((await azure.call('GET', EXTENSIONS)).body.value, [
    { name: 'preinstalled', properties: { extensionType: 'microsoft.azureml.kubernetes' } },
  ]);
  t.match(await azure.call('PATCH', `${EXTENSIONS}/preinstalled`, body({})), { status: 202 });
});

t.test('an operation that takes its time is in progress, and a second one has to wait', async (t) => {
  await using azure = await openMockAzure({ operationDelayMs: NEVER_MS });
  const url = `${EXTENSIONS}/azureml`;
  const created = await azure.call('PUT', url, body(withSecret('fe-tls')));
  t.match(created, {
    status: 201,
    headers: { 'retry-after': '1' },
    body: { properties: { provisioningState: 'Creating', configurationSettings: { sslSecret: 'fe-tls' } } },
  });
  const second = await azure.call('PUT', url, body(withSecret('fe-tls')));
  t.match(second, { status: 409, body: { error: { code: 'Conflict' } } });
  t.match(await follow(azure, created), { headers: { 'retry-after': '1' }, body: { status: 'InProgress' } });
  t.equal(azure.settings(), null);
});

t.test('an operation that has run is over, whatever it was', async (t) => {
  await using azure = await openMockAzure({ operationDelayMs: 1 });
  const url = `${EXTENSIONS}/azureml`;
  const end = async (answer: Answer): Promise<Answer> => {
    let asked = await follow(azure, answer);
    while (asked.body.status === 'InProgress') asked = await follow(azure, answer);
    return asked;
  };
  const created = await end(await azure.call('PUT', url, body(withSecret('fe-tls'))));
  t.match(created, { body: { status: 'Succeeded' } });
  t.equal(created.headers['retry-after'], undefined);
  const updated = await end(await azure.call('PATCH', url, body(withSecret('not-there'))));
  t.match(updated.body, { status: 'Failed', error: { code: 'ExtensionOperationFailed' } });
  const deleted = await azure.call('DELETE', url);
  t.match(deleted, { status: 202, headers: { location: /operations/ } });
  t.equal((await end(deleted)).body.status, 'Succeeded');
  t.equal((await azure.call('GET', url)).status, 404);
});

/** ms; no test lasts so long. */
const NEVER_MS = 600_000;

t.test('an operation that is still to run is not carried out after the API is closed', async (t) => {
  const azure = await openMockAzure({ operationDelayMs: NEVER_MS });
  await azure.call('PUT', `${EXTENSIONS}/azureml`, body(withSecret('fe-tls')));
  await azure[Symbol.asyncDispose]();
  t.equal(azure.settings(), null);
});

t.test('a body that is no extension of this mock is refused in words', async (t) => {
  await using azure = await openMockAzure();
  const rows: [properties: object | string, message: RegExp][] = [
    [{ extensionType: 'microsoft.flux' }, /microsoft\.azureml\.kubernetes, not "microsoft\.flux"/],
    [{ extensionType: 7 }, /properties\.extensionType must be a string/],
    [{ configurationSettings: { sslSecret: true } }, /configurationSettings\["sslSecret"\] must be a string/],
    [{ configurationSettings: [] }, /configurationSettings must be an object/],
    [{ scope: { namespace: { targetNamespace: 'x' } } }, /scope has a namespace/],
    [{ autoUpgradeMinorVersion: 'yes' }, /must be true or false/],
    ['text', /properties must be an object/],
  ];
  for (const [properties, message] of rows)
    t.match(await azure.call('PUT', `${EXTENSIONS}/azureml`, { properties }), {
      status: 400,
      body: { error: { code: 'BadRequest', message } },
    });
  t.equal(azure.settings(), null);
});

t.test('the cluster is there as AKS and as Arc, and hands out its kubeconfig', async (t) => {
  await using azure = await openMockAzure();
  t.match((await azure.call('GET', AKS)).body, {
    name: 'aks1',
    properties: { agentPoolProfiles: [{ count: 3 }] },
  });
  const arc = `${GROUP}/providers/Microsoft.Kubernetes/connectedClusters/arc1`;
  t.match((await azure.call('GET', arc)).body.properties, {
    connectivityStatus: 'Connected',
    totalNodeCount: 3,
  });
  for (const role of ['User', 'Admin']) {
    const [{ name, value }] = (await azure.call('POST', `${AKS}/listCluster${role}Credential`)).body
      .kubeconfigs;
    t.equal(name, `cluster${role}`);
    t.match(Buffer.from(value, 'base64').toString(), /^apiVersion: v1/);
  }
  azure.targets.kubeconfig = () => null;
  const closed = await azure.call('POST', `${AKS}/listClusterUserCredential`);
  t.match(closed, { status: 409, body: { error: { code: 'KubernetesApiClosed', message: /--real-tools/ } } });
});
