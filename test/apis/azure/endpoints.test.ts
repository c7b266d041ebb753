import t from 'tap';
import { readDeploymentBody } from '../../../apis/azure/deployment-resource.ts';
import { formatDuration, readDuration } from '../../../apis/azure/iso-duration.ts';
import { type Answer, type MockAzure, openMockAzure, WORKSPACE } from './mock-azure.ts';

const ENDPOINTS = `${WORKSPACE}/onlineEndpoints`;
const COMPUTE = `${WORKSPACE}/computes/k8s-compute`;
const endpoint = (properties: object = {}) => ({
  location: 'westeurope',
  tags: { team: 'scoring' },
  properties: { authMode: 'Key', compute: COMPUTE, ...properties },
});
const deployment = (properties: object = {}, sku: object = { name: 'Default', capacity: 1 }) => ({
  sku,
  properties: { endpointComputeType: 'Kubernetes', model: 'azureml:m:1', ...properties },
});

t.test('durations of ISO 8601 are read and written as Azure writes them', async (t) => {
  const rows: [text: string, ms: number | null][] = [
    ['PT5S', 5000],
    ['PT0.5S', 500],
    ['PT1M30S', 90_000],
    ['P1DT1H', 90_000_000],
    ['PT0S', 0],
    ['P', null],
    ['PT', null],
    ['5', null],
    ['PT-1S', null],
    ['PT5S;', null],
  ];
  for (const [text, ms] of rows) {
    if (ms === null) t.throws(() => readDuration(text, 'x'), { code: 'BadRequest' }, text);
    else t.equal(readDuration(text, 'x'), ms, text);
  }
  t.equal(formatDuration(5000), 'PT5S');
  t.equal(formatDuration(500), 'PT0.5S');
});

t.test('a deployment has the settings of its body and the defaults of the schema', async (t) => {
  const { spec } = readDeploymentBody(
    deployment(
      {
        requestSettings: {
          requestTimeout: 'PT3S',
          maxConcurrentRequestsPerInstance: 4,
          maxQueueWait: 'PT0.25S',
        },
        readinessProbe: { period: 'PT1S', failureThreshold: 2 },
      },
      { capacity: 3 },
    ),
    'blue',
    'http://127.0.0.1:5001',
  );
  t.match(spec, {
    name: 'blue',
    instanceCount: 3,
    requestTimeoutMs: 3000,
    maxConcurrentRequestsPerInstance: 4,
    maxQueueWaitMs: 250,
    readinessProbe: { periodMs: 1000, failureThreshold: 2, initialDelayMs: 10_000 },
    livenessProbe: { periodMs: 10_000, failureThreshold: 30 },
  });
  const scaled = deployment({ scaleSettings: { scaleType: 'TargetUtilization', minInstances: 2 } }, {});
  t.equal(readDeploymentBody(scaled, 'blue', '').spec.instanceCount, 2);
});

t.test('an endpoint and its deployment are created and answered with what the server fills in', async (t) => {
  await using azure = await openMockAzure();
  const url = `${ENDPOINTS}/made`;
  t.match(await azure.call('PUT', url, endpoint()), {
    status: 201,
    body: {
      id: url,
      tags: { team: 'scoring' },
      kind: 'K8S',
      properties: {
        authMode: 'Key',
        compute: COMPUTE,
        traffic: {},
        provisioningState: 'Succeeded',
        scoringUri: /\/api\/v1\/endpoint\/made\/score$/,
        swaggerUri: /\/api\/v1\/endpoint\/made\/swagger\.json$/,
      },
    },
  });
  t.match(await azure.call('PUT', `${url}/deployments/blue`, deployment()), {
    status: 201,
    headers: { 'azure-asyncoperation': /mfeOperationsStatus/ },
    body: {
      id: `${url}/deployments/blue`,
      sku: { name: 'Default', capacity: 1 },
      properties: {
        model: 'azureml:m:1',
        containerResourceRequirements: {},
        scaleSettings: { scaleType: 'Default' },
        requestSettings: { requestTimeout: 'PT5S', maxQueueWait: 'PT0.5S' },
        livenessProbe: { failureThreshold: 30 },
      },
    },
  });
  t.match(await azure.call('PUT', url, endpoint({ traffic: { blue: 100 } })), {
    status: 200,
    body: { properties: { traffic: { blue: 100 } } },
  });
  t.strictSame(azure.gateway.router.endpoints().find(({ name }) => name === 'made')?.traffic, { blue: 100 });
  t.strictSame((await azure.call('GET', `${url}/deployments`)).body.value.map(nameOf), ['blue']);
  t.strictSame((await azure.call('GET', ENDPOINTS)).body.value.map(nameOf), ['demo', 'made']);
  t.match(await azure.call('DELETE', url), { status: 200 });
  t.match(await azure.call('DELETE', url), { status: 204 });
  t.match(await azure.call('GET', url), { status: 404, body: { error: { code: 'ResourceNotFound' } } });
});

const nameOf = ({ name }: { name: string }): string => name;

t.test('the endpoint that the router began with is a resource like any other', async (t) => {
  await using azure = await openMockAzure();
  const url = `${ENDPOINTS}/demo`;
  t.match((await azure.call('GET', url)).body.properties, { compute: COMPUTE, traffic: { blue: 100 } });
  t.match((await azure.call('GET', `${url}/deployments/blue`)).body.properties, {
    endpointComputeType: 'Kubernetes',
  });
  const logs = await azure.call('POST', `${url}/deployments/blue/getLogs`, { tail: 1, containerType: null });
  t.strictSame(logs.body, { content: 'blue scored\n' });
  // Paths are compared without case, and the api-version is not looked at.
  const lower = url.replace('resourceGroups', 'resourcegroups').replace('onlineEndpoints', 'onlineendpoints');
  t.match(await azure.call('GET', `${lower}?api-version=1999-01-01`), {
    status: 200,
    body: { name: 'demo' },
  });
});

t.test('a key is made anew whatever key the client sends along, and the router takes it', async (t) => {
  await using azure = await openMockAzure();
  const url = `${ENDPOINTS}/demo`;
  const before = (await azure.call('POST', `${url}/listKeys`)).body;
  const sent = { keyType: 'Primary', keyValue: before.primaryKey };
  t.match(await azure.call('POST', `${url}/regenerateKeys`, sent), { status: 200, body: '' });
  const after = (await azure.call('POST', `${url}/listKeys`)).body;
  t.not(after.primaryKey, before.primaryKey);
  t.equal(after.secondaryKey, before.secondaryKey);
  t.equal(azure.gateway.router.keysOf('demo').primary, after.primaryKey);
  const wrong = await azure.call('POST', `${url}/regenerateKeys`, { keyType: 'Third' });
  t.match(wrong, { status: 400, body: { error: { message: /Primary or Secondary, not "Third"/ } } });
  const keys = { primaryKey: 'my-own-primary-key', secondaryKey: 'my-own-secondary-key' };
  await azure.call('PUT', `${ENDPOINTS}/own-keys`, endpoint({ keys }));
  t.match((await azure.call('POST', `${ENDPOINTS}/own-keys/listKeys`)).body, keys);
});

t.test('an endpoint with tokens has no keys', async (t) => {
  await using azure = await openMockAzure();
  const url = `${ENDPOINTS}/tokens`;
  t.match(await azure.call('PUT', url, endpoint({ authMode: 'AMLToken' })), { status: 201 });
  t.match((await azure.call('POST', `${url}/token`)).body, { accessToken: String, tokenType: 'Bearer' });
  t.match(await azure.call('POST', `${url}/listKeys`), {
    status: 400,
    body: { error: { message: /no keys/ } },
  });
  t.match(await azure.call('POST', `${ENDPOINTS}/demo/token`), { status: 409 });
});

t.test(
  'what Azure Machine Learning would refuse is refused at once, with the reason and the remedy',
  async (t) => {
    await using azure = await openMockAzure();
    const rows: [method: string, path: string, body: object, status: number, reason: string | RegExp][] = [
      ['PUT', `${ENDPOINTS}/a`, endpoint(), 400, 'ENDPOINT_NAME'],
      ['PUT', `${ENDPOINTS}/new`, endpoint({ authMode: 'AADToken' }), 400, 'ENDPOINT_AUTH_MODE'],
      ['PUT', `${ENDPOINTS}/new`, endpoint({ mirrorTraffic: { blue: 10 } }), 400, 'ENDPOINT_MIRROR_TRAFFIC'],
      ['PUT', `${ENDPOINTS}/new`, endpoint({ compute: null }), 400, /properties\.compute is missing/],
      ['PUT', `${ENDPOINTS}/demo`, endpoint({ traffic: { blue: 50 } }), 400, 'ENDPOINT_TRAFFIC_TOTAL'],
      ['PUT', `${ENDPOINTS}/demo`, endpoint({ traffic: { green: 100 } }), 400, 'ENDPOINT_TRAFFIC_UNKNOWN'],
      [
        'PUT',
        `${ENDPOINTS}/demo`,
        endpoint({ traffic: { blue: '100' } }),
        400,
        /\["blue"\] must be a whole number/,
      ],
      ['PUT', `${ENDPOINTS}/none/deployments/blue`, deployment(), 404, /onlineEndpoints\/none/],
      ['PUT', `${ENDPOINTS}/demo/deployments/x`, deployment(), 400, 'ENDPOINT_NAME'],
      [
        'PUT',
        `${ENDPOINTS}/demo/deployments/green`,
        deployment({ requestSettings: { requestTimeout: 'PT10M' } }),
        400,
        'DEPLOYMENT_SETTING',
      ],
      [
        'PUT',
        `${ENDPOINTS}/demo/deployments/green`,
        deployment({ livenessProbe: { period: '10' } }),
        400,
        /livenessProbe\.period must be a duration/,
      ],
      ['DELETE', `${ENDPOINTS}/demo/deployments/blue`, {}, 409, 'DEPLOYMENT_HAS_TRAFFIC'],
    ];
    for (const [method, path, body, status, reason] of rows) {
      const answer = await azure.call(method, path, body);
      t.equal(answer.status, status, `${method} ${path}: ${answer.body.error?.message}`);
      if (typeof reason === 'string') t.match(answer.body.error.details, [{ code: reason, message: /\w/ }]);
      else t.match(answer.body.error.message, reason);
    }
    const { body } = await azure.call('GET', ENDPOINTS);
    t.match(body.value, [
      { name: 'demo', properties: { provisioningState: 'Succeeded', traffic: { blue: 100 } } },
    ]);
    t.equal(body.value.length, 1);
  },
);

t.test('what an operation makes is shown while it runs, and not served before', async (t) => {
  await using azure = await openMockAzure({ operationDelayMs: NEVER_MS });
  const { router } = azure.gateway;
  const created = await azure.call('PUT', `${ENDPOINTS}/slow`, endpoint());
  t.match(created, { status: 201, body: { properties: { provisioningState: 'Creating' } } });
  t.match(await askFor(azure, created), { headers: { 'retry-after': '1' }, body: { status: 'InProgress' } });
  t.match((await azure.call('GET', ENDPOINTS)).body.value, [{ name: 'demo' }, { name: 'slow' }]);
  const green = `${ENDPOINTS}/demo/deployments/green`;
  t.match(await azure.call('PUT', green, deployment()), { status: 201, headers: { 'retry-after': '1' } });
  t.match((await azure.call('GET', green)).body.properties, { provisioningState: 'Creating' });
  t.strictSame((await azure.call('GET', `${ENDPOINTS}/demo/deployments`)).body.value.map(nameOf), [
    'blue',
    'green',
  ]);
  t.strictSame(
    router.endpoints().map(({ name, deployments }) => [name, deployments.length]),
    [['demo', 1]],
  );
  const deleted = await azure.call('DELETE', `${ENDPOINTS}/demo`);
  t.match(deleted, { status: 202, headers: { location: /mfeOperationResults/, 'retry-after': '1' } });
  t.equal((await azure.call('GET', new URL(String(deleted.headers.location)).pathname)).status, 202);
  t.match((await azure.call('GET', `${ENDPOINTS}/demo`)).body.properties, { provisioningState: 'Deleting' });
  t.match(await azure.call('DELETE', `${ENDPOINTS}/demo`), {
    status: 409,
    body: { error: { code: 'Conflict' } },
  });
});

t.test('an operation that has run leaves the resource or its absence', async (t) => {
  await using azure = await openMockAzure({ operationDelayMs: 1 });
  const url = `${ENDPOINTS}/quick`;
  await waitFor(azure, await azure.call('PUT', url, endpoint()));
  t.match((await azure.call('GET', url)).body.properties, { provisioningState: 'Succeeded' });
  await waitFor(azure, await azure.call('PUT', `${url}/deployments/blue`, deployment()));
  t.ok(
    azure.gateway.router
      .endpoints()
      .some(({ deployments }) => deployments.some(({ name }) => name === 'blue')),
  );
  const deleted = await azure.call('DELETE', url);
  await waitFor(azure, deleted);
  t.equal((await azure.call('GET', new URL(String(deleted.headers.location)).pathname)).status, 200);
  t.equal((await azure.call('GET', url)).status, 404);
});

/** ms; no test lasts so long. */
const NEVER_MS = 600_000;

function askFor(azure: MockAzure, answer: Answer): Promise<Answer> {
  return azure.call('GET', new URL(String(answer.headers['azure-asyncoperation'])).pathname);
}

async function waitFor(azure: MockAzure, answer: Answer): Promise<void> {
  let asked = await askFor(azure, answer);
  while (asked.body.status === 'InProgress') asked = await askFor(azure, answer);
  if (asked.body.status !== 'Succeeded') throw new Error(JSON.stringify(asked.body));
}
