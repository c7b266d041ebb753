import t from 'tap';
import { checkCluster, checkEndpoint } from '../../../gateway/routing/check-endpoints.ts';
import { DEFAULT_PROBE, type EndpointSpec } from '../../../gateway/routing/endpoints.ts';
import { blue, demo, reasonOf } from './support.ts';

const MODEL = 'http://127.0.0.1:5001';

t.test('the embedded endpoint of the contract is in order', async () => {
  checkCluster([demo([blue(MODEL)])]);
});

const good = demo([blue(MODEL), { ...blue(MODEL), name: 'green' }], { blue: 90, green: 10 });

const ENDPOINTS: [string, Partial<EndpointSpec>, string][] = [
  ['a name of two letters', { name: 'ab' }, 'ENDPOINT_NAME'],
  ['a name of 33 letters', { name: 'a'.repeat(33) }, 'ENDPOINT_NAME'],
  ['a name that begins with a digit', { name: '1demo' }, 'ENDPOINT_NAME'],
  ['a name with an underscore', { name: 'my_demo' }, 'ENDPOINT_NAME'],
  ['a name with two hyphens in a row', { name: 'my--demo' }, 'ENDPOINT_NAME'],
  ['a name that ends with a hyphen', { name: 'demo-' }, 'ENDPOINT_NAME'],
  ['aad_token', { authMode: 'aad_token' as never }, 'ENDPOINT_AUTH_MODE'],
  ['traffic that totals 90', { traffic: { blue: 90 } }, 'ENDPOINT_TRAFFIC_TOTAL'],
  ['traffic that totals 110', { traffic: { blue: 90, green: 20 } }, 'ENDPOINT_TRAFFIC_TOTAL'],
  ['half a percent', { traffic: { blue: 99.5, green: 0.5 } }, 'ENDPOINT_TRAFFIC_PERCENT'],
  ['a negative percentage', { traffic: { blue: 110, green: -10 } }, 'ENDPOINT_TRAFFIC_PERCENT'],
  ['traffic for an unknown deployment', { traffic: { blue: 90, red: 10 } }, 'ENDPOINT_TRAFFIC_UNKNOWN'],
  ['two deployments of one name', { deployments: [blue(MODEL), blue(MODEL)] }, 'ENDPOINT_NAME_TAKEN'],
  ['an empty key', { keys: { primary: '', secondary: 'x' } }, 'ENDPOINT_KEY'],
  ['a key with a line break', { keys: { primary: 'x', secondary: 'a\r\nb' } }, 'ENDPOINT_KEY'],
];

for (const [what, changes, reason] of ENDPOINTS) {
  t.test(`${what} is refused: ${reason}`, async (t) => {
    t.equal(
      reasonOf(() => checkEndpoint({ ...good, ...changes })),
      reason,
    );
  });
}

const DEPLOYMENTS: [string, object, string][] = [
  ['no instance', { instanceCount: 0 }, 'DEPLOYMENT_SETTING'],
  ['half an instance', { instanceCount: 1.5 }, 'DEPLOYMENT_SETTING'],
  ['a timeout of 0', { requestTimeoutMs: 0 }, 'DEPLOYMENT_SETTING'],
  ['a timeout above 300 s', { requestTimeoutMs: 300_001 }, 'DEPLOYMENT_SETTING'],
  ['no concurrency', { maxConcurrentRequestsPerInstance: 0 }, 'DEPLOYMENT_SETTING'],
  ['a negative wait', { maxQueueWaitMs: -1 }, 'DEPLOYMENT_SETTING'],
  ['a probe without period', { livenessProbe: { ...DEFAULT_PROBE, periodMs: 0 } }, 'DEPLOYMENT_SETTING'],
  [
    'a probe without threshold',
    { readinessProbe: { ...DEFAULT_PROBE, failureThreshold: 0 } },
    'DEPLOYMENT_SETTING',
  ],
  ['a backend without scheme', { backendUrl: '127.0.0.1:5001' }, 'DEPLOYMENT_BACKEND'],
  ['a backend of another scheme', { backendUrl: 'ftp://127.0.0.1/' }, 'DEPLOYMENT_BACKEND'],
  ['a backend with a query', { backendUrl: 'http://127.0.0.1/?x=1' }, 'DEPLOYMENT_BACKEND'],
  ['a backend with a password', { backendUrl: 'http://me:hunter2@127.0.0.1/' }, 'DEPLOYMENT_BACKEND'],
  ['a bad name', { name: 'b' }, 'ENDPOINT_NAME'],
];

for (const [what, changes, reason] of DEPLOYMENTS) {
  t.test(`${what} is refused: ${reason}`, async (t) => {
    t.equal(
      reasonOf(() => checkEndpoint(demo([{ ...blue(MODEL), ...changes }], {}))),
      reason,
    );
  });
}

t.test('what is allowed at the edges is allowed', async () => {
  checkEndpoint({ ...good, name: 'abc', traffic: {} });
  checkEndpoint({ ...good, name: 'a'.repeat(32) });
  checkEndpoint({ ...good, traffic: { blue: 0, green: 0 } });
  checkEndpoint(demo([blue(MODEL, { requestTimeoutMs: 300_000, maxQueueWaitMs: 0 })]));
  checkEndpoint(demo([blue('https://models.contoso.com/v1/')]));
});

t.test('endpoint and deployment name have 62 characters together at most', async (t) => {
  const long = { ...blue(MODEL), name: 'b'.repeat(31) };
  checkEndpoint({ ...demo([long], {}), name: 'a'.repeat(31) });
  t.equal(
    reasonOf(() => checkEndpoint({ ...demo([long], {}), name: 'a'.repeat(32) })),
    'ENDPOINT_NAMES_LENGTH',
  );
});

t.test('a password in a backend URL is not repeated', async (t) => {
  try {
    checkEndpoint(demo([blue('http://me:hunter2@127.0.0.1/')]));
    t.fail('it was accepted');
  } catch (error) {
    t.notMatch(String(error), /hunter2/);
  }
});

t.test('a key is not repeated', async (t) => {
  try {
    checkEndpoint({ ...good, keys: { primary: 'hunter 2', secondary: 'x' } });
    t.fail('it was accepted');
  } catch (error) {
    t.notMatch(String(error), /hunter/);
  }
});

t.test('the quotas of a cluster are kept: 60 endpoints, 100 deployments, 20 in one endpoint', async (t) => {
  const endpoints = (count: number, each: number): EndpointSpec[] =>
    Array.from({ length: count }, (_, index) => ({
      ...demo(
        Array.from({ length: each }, (_, number) => ({ ...blue(MODEL), name: `blue-${number}` })),
        {},
      ),
      name: `demo-${index}`,
    }));
  checkCluster(endpoints(60, 1));
  checkCluster(endpoints(5, 20));
  t.equal(
    reasonOf(() => checkCluster(endpoints(61, 1))),
    'ENDPOINT_QUOTA',
  );
  t.equal(
    reasonOf(() => checkCluster(endpoints(1, 21))),
    'ENDPOINT_QUOTA',
  );
  t.equal(
    reasonOf(() => checkCluster(endpoints(51, 2))),
    'ENDPOINT_QUOTA',
  );
  t.equal(
    reasonOf(() => checkCluster([good, good])),
    'ENDPOINT_NAME_TAKEN',
  );
});
