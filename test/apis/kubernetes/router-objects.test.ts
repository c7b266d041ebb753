import t from 'tap';
import { clusterOf } from './cluster-of.ts';

const NS = '/api/v1/namespaces/azureml';
const APPS = '/apis/apps/v1/namespaces/azureml';
const MERGE = { 'content-type': 'application/merge-patch+json' };

t.test('the Service of the router follows the service type', async (t) => {
  await using cluster = await clusterOf({ address: '127.0.0.9', nodePorts: { http: 30080, https: 30443 } });
  const service = async () => (await cluster.send('GET', `${NS}/services/azureml-fe`)).json;
  const balanced = await service();
  t.strictSame(balanced.status.loadBalancer.ingress, [{ ip: '127.0.0.9', ipMode: 'VIP' }]);
  t.strictSame(
    balanced.spec.ports.map((port: { port: number; nodePort: number }) => [port.port, port.nodePort]),
    [
      [80, 30080],
      [443, 30443],
    ],
  );
  cluster.facts.serviceType = 'ClusterIP';
  cluster.facts.revision++;
  const inner = await service();
  t.equal(inner.spec.type, 'ClusterIP');
  t.strictSame(inner.status.loadBalancer, {});
  t.notOk(inner.spec.ports.some((port: object) => 'nodePort' in port));
  t.equal(inner.spec.clusterIP, balanced.spec.clusterIP, 'the address inside the cluster stays');
  t.not(inner.metadata.resourceVersion, balanced.metadata.resourceVersion);
});

t.test('the router has three pods in HA and one without, each as ready as the router is', async (t) => {
  await using cluster = await clusterOf({ ready: [true, false, true] });
  const pods = async () =>
    (await cluster.send('GET', `${NS}/pods?labelSelector=azuremlappname%3Dazureml-fe`)).json.items;
  const three = await pods();
  t.strictSame(
    three.map(
      (pod: { status: { containerStatuses: { ready: boolean }[] } }) =>
        pod.status.containerStatuses[0]?.ready,
    ),
    [true, false, true],
  );
  const slices = await cluster.send('GET', '/apis/discovery.k8s.io/v1/namespaces/azureml/endpointslices');
  const front = slices.json.items.find(
    (one: { metadata: { labels: Record<string, string> } }) =>
      one.metadata.labels['kubernetes.io/service-name'] === 'azureml-fe',
  );
  t.equal(
    front.endpoints.filter((one: { conditions: { ready: boolean } }) => one.conditions.ready).length,
    2,
  );
  t.equal((await cluster.send('GET', `${APPS}/deployments/azureml-fe-v2`)).json.status.readyReplicas, 2);
  cluster.facts.replicas = 1;
  cluster.facts.revision++;
  t.equal((await pods()).length, 1);
});

t.test(
  'a person may scale the router and delete its pods; the next update of the extension undoes it',
  async (t) => {
    await using cluster = await clusterOf();
    const count = async () =>
      (await cluster.send('GET', `${NS}/pods?labelSelector=azuremlappname`)).json.items.length;
    const scale = `${APPS}/deployments/azureml-fe-v2/scale`;
    t.equal((await cluster.send('PATCH', scale, { spec: { replicas: 5 } }, MERGE)).status, 200);
    t.equal(await count(), 5);
    const [first] = (await cluster.send('GET', `${NS}/pods?labelSelector=azuremlappname`)).json.items;
    await cluster.send('DELETE', `${NS}/pods/${first.metadata.name}`);
    t.equal((await cluster.send('GET', `${NS}/pods/${first.metadata.name}`)).status, 404);
    t.equal(await count(), 5, 'another pod takes its place');
    await cluster.send('DELETE', `${NS}/services/azureml-fe`);
    t.equal((await cluster.send('GET', `${NS}/services/azureml-fe`)).status, 404);
    cluster.facts.revision++;
    t.equal(await count(), 3);
    t.equal((await cluster.send('GET', `${NS}/services/azureml-fe`)).status, 200);
  },
);

t.test('without the extension its objects are gone, and the namespace stays', async (t) => {
  await using cluster = await clusterOf();
  cluster.facts.installed = false;
  t.strictSame((await cluster.send('GET', `${NS}/pods`)).json.items, []);
  t.strictSame((await cluster.send('GET', `${NS}/services`)).json.items, []);
  t.equal((await cluster.send('GET', '/api/v1/namespaces/azureml')).status, 200);
});

t.test('an event of the harness is one of the cluster, and is found by the uid of its object', async (t) => {
  await using cluster = await clusterOf();
  cluster.events.push({
    id: 'e1',
    type: 'Warning',
    reason: 'SecretRefused',
    message: 'The key does not belong to the certificate.',
    about: { kind: 'Service', name: 'azureml-fe', namespace: 'azureml' },
    component: 'azureml-fe',
    firstAt: Date.now(),
    lastAt: Date.now(),
    count: 1,
  });
  const { uid } = (await cluster.send('GET', `${NS}/services/azureml-fe`)).json.metadata;
  const found = await cluster.send('GET', `${NS}/events?fieldSelector=involvedObject.uid%3D${uid}`);
  t.equal(found.json.items[0]?.reason, 'SecretRefused');
});

t.test('a log is cut as asked, and followed while it grows', async (t) => {
  await using cluster = await clusterOf({ replicas: 1 });
  const [pod] = (await cluster.send('GET', `${NS}/pods?labelSelector=azuremlappname`)).json.items;
  const log = `${NS}/pods/${pod.metadata.name}/log?container=envoy`;
  cluster.lines.push({ at: 1_700_000_000_000, text: 'one' }, { at: Date.now(), text: 'two' });
  t.equal((await cluster.send('GET', log)).text, 'one\ntwo\n');
  t.equal((await cluster.send('GET', `${log}&tailLines=1`)).text, 'two\n');
  t.equal((await cluster.send('GET', `${log}&tailLines=0`)).text, '');
  t.equal((await cluster.send('GET', `${log}&sinceSeconds=60`)).text, 'two\n');
  t.equal(
    (await cluster.send('GET', `${log}&timestamps=true&limitBytes=24`)).text,
    '2023-11-14T22:13:20.000Z',
  );
  const stop = new AbortController();
  const followed = await fetch(`${cluster.plainUrl}${log}&follow=true`, { signal: stop.signal });
  const reader = followed.body?.getReader();
  const decoder = new TextDecoder();
  t.equal(decoder.decode((await reader?.read())?.value), 'one\ntwo\n');
  cluster.lines.push({ at: Date.now(), text: 'three' });
  cluster.notify();
  t.equal(decoder.decode((await reader?.read())?.value), 'three\n');
  stop.abort();
});

t.test('what has no container behind it says so', async (t) => {
  await using cluster = await clusterOf({ replicas: 1 });
  const [pod] = (await cluster.send('GET', `${NS}/pods?labelSelector=azuremlappname`)).json.items;
  for (const what of ['exec', 'attach', 'portforward']) {
    const answer = await cluster.send('POST', `${NS}/pods/${pod.metadata.name}/${what}?command=ls`);
    t.equal(answer.status, 501);
    t.match(answer.json.message, /does not implement .* of pods/);
  }
});
