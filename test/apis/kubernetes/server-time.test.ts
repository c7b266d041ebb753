import t from 'tap';
import { LIMITS } from '../../../apis/kubernetes/limits.ts';
import { clusterOf } from './cluster-of.ts';

const NS = '/api/v1/namespaces/azureml';

t.test('the requests of a kubectl command take less than 20 ms of the server', async (t) => {
  await using cluster = await clusterOf();
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
  const discovery = {
    accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
  };
  // What `kubectl get all` asks, its discovery included, which kubectl keeps.
  const command = async (): Promise<void> => {
    await cluster.send('GET', '/api', undefined, discovery);
    await cluster.send('GET', '/apis', undefined, discovery);
    await cluster.send('GET', `${NS}/pods?limit=500`, undefined, table);
    await cluster.send('GET', `${NS}/services?limit=500`, undefined, table);
    await cluster.send('GET', '/apis/apps/v1/namespaces/azureml/deployments?limit=500', undefined, table);
    await cluster.send('GET', '/apis/apps/v1/namespaces/azureml/replicasets?limit=500', undefined, table);
  };
  for (let warm = 0; warm < 5; warm++) await command();
  const rounds = 20;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) await command();
  const { user, system } = process.cpuUsage(start);
  const each = (user + system) / 1000 / rounds;
  // Processor time does not grow when other tests share the machine. The time of the test's own client is in it.
  t.ok(each < 20, `${each.toFixed(1)} ms`);
});

t.test('what a client makes larger has a limit', async (t) => {
  await using cluster = await clusterOf();
  const large = { metadata: { name: 'large' }, data: { a: 'x'.repeat(LIMITS.DATA + 1) } };
  t.equal((await cluster.send('POST', `${NS}/configmaps`, large)).status, 422);
  const larger = JSON.stringify({ metadata: { name: 'x' }, data: { a: 'x'.repeat(LIMITS.BODY) } });
  const answer = await cluster.send('POST', `${NS}/configmaps`, larger);
  t.equal(answer.status, 413);
  t.equal(answer.json.reason, 'RequestEntityTooLarge');
});
