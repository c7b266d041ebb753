import t from 'tap';
import { type Assembly, assembleEndpoints } from '../../../gateway/routing/assemble.ts';
import { readDeploymentYaml, readEndpointYaml } from '../../../gateway/routing/yaml.ts';
import { reasonOf } from './support.ts';

const keysFor = (endpoint: string) => ({ primary: `${endpoint}-one`, secondary: `${endpoint}-two` });

function assembly(endpoints: string[], deployments: string[], changes: Partial<Assembly> = {}): Assembly {
  return {
    endpoints: endpoints.map((text, index) =>
      readEndpointYaml(`${text}\ncompute: azureml:aks`, `endpoint-${index}.yml`),
    ),
    deployments: deployments.map((text, index) =>
      readDeploymentYaml(`${text}\ntype: kubernetes`, `deployment-${index}.yml`),
    ),
    backends: {},
    defaultBackend: 'http://127.0.0.1:5001',
    keysFor,
    ...changes,
  };
}

const BLUE = 'name: blue\nendpoint_name: demo';
const GREEN = 'name: green\nendpoint_name: demo';

t.test('deployments come under their endpoints, with keys and backends', async (t) => {
  const { specs } = assembleEndpoints(
    assembly(
      ['name: demo\ntraffic: {blue: 90, green: 10}', 'name: other'],
      [BLUE, GREEN, 'name: blue\nendpoint_name: other'],
      { backends: { blue: 'http://127.0.0.1:1', 'other/blue': 'http://127.0.0.1:2' } },
    ),
  );
  t.match(specs, [
    {
      name: 'demo',
      keys: { primary: 'demo-one', secondary: 'demo-two' },
      traffic: { blue: 90, green: 10 },
      deployments: [
        { name: 'blue', backendUrl: 'http://127.0.0.1:1' },
        { name: 'green', backendUrl: 'http://127.0.0.1:5001' },
      ],
    },
    { name: 'other', deployments: [{ name: 'blue', backendUrl: 'http://127.0.0.1:2' }] },
  ]);
});

t.test('a sole deployment gets all the traffic where the file says nothing of it', async (t) => {
  const { specs, notes } = assembleEndpoints(assembly(['name: demo'], [BLUE]));
  t.strictSame(specs[0]?.traffic, { blue: 100 });
  t.strictSame(notes, []);
});

t.test('several deployments get none, and a note says so', async (t) => {
  const { specs, notes } = assembleEndpoints(assembly(['name: demo'], [BLUE, GREEN]));
  t.strictSame(specs[0]?.traffic, {});
  t.match(notes, [/endpoint-0\.yml: no traffic is given for 2 deployments/]);
});

t.test('an endpoint without deployments is one without traffic', async (t) => {
  t.match(assembleEndpoints(assembly(['name: demo'], [])).specs, [{ traffic: {}, deployments: [] }]);
});

t.test('a deployment whose endpoint no file names is refused', async (t) => {
  t.equal(
    reasonOf(() => assembleEndpoints(assembly(['name: other'], [BLUE]))),
    'DEPLOYMENT_WITHOUT_ENDPOINT',
  );
});

t.test('a backend for a deployment that no file names is refused', async (t) => {
  t.equal(
    reasonOf(() =>
      assembleEndpoints(assembly(['name: demo'], [BLUE], { backends: { bleu: 'http://127.0.0.1:1' } })),
    ),
    'BACKEND_UNKNOWN',
  );
});

t.test('traffic for a deployment that no file brings is refused', async (t) => {
  t.equal(
    reasonOf(() => assembleEndpoints(assembly(['name: demo\ntraffic: {blue: 100}'], []))),
    'ENDPOINT_TRAFFIC_UNKNOWN',
  );
});
