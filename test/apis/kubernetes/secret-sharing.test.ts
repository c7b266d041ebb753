import t from 'tap';
import { clusterOf } from './cluster-of.ts';

const SECRETS = '/api/v1/namespaces/azureml/secrets';

t.test(
  'a Secret that a client writes is the one that the harness holds, and the other way round',
  async (t) => {
    await using cluster = await clusterOf();
    const body = {
      metadata: { name: 'contoso-tls', labels: { team: 'a' } },
      stringData: { 'cert.pem': 'one' },
    };
    t.equal((await cluster.send('POST', SECRETS, body)).status, 201);
    t.equal(
      Buffer.from(cluster.secrets.get('azureml/contoso-tls')?.data['cert.pem'] ?? []).toString(),
      'one',
    );

    cluster.secrets.set('azureml/contoso-tls', {
      namespace: 'azureml',
      name: 'contoso-tls',
      type: 'Opaque',
      data: { 'cert.pem': Buffer.from('renewed') },
    });
    cluster.notify();
    const seen = (await cluster.send('GET', `${SECRETS}/contoso-tls`)).json;
    t.equal(Buffer.from(seen.data['cert.pem'], 'base64').toString(), 'renewed');
    t.strictSame(seen.metadata.labels, { team: 'a' }, 'its labels stay');

    t.equal((await cluster.send('DELETE', `${SECRETS}/contoso-tls`)).status, 200);
    t.equal(cluster.secrets.size, 0);
  },
);

t.test('a dry run changes nothing, a write is reported without data', async (t) => {
  await using cluster = await clusterOf();
  const body = { metadata: { name: 'contoso-tls' }, stringData: { 'key.pem': 'PRIVATE' } };
  t.equal((await cluster.send('POST', `${SECRETS}?dryRun=All`, body)).status, 201);
  t.equal(cluster.secrets.size, 0);
  t.strictSame(cluster.changes, []);
  await cluster.send('POST', `${SECRETS}?fieldManager=kubectl-create`, body);
  t.strictSame(cluster.changes, [
    { verb: 'create', kind: 'Secret', namespace: 'azureml', name: 'contoso-tls', manager: 'kubectl-create' },
  ]);
});

t.test('a namespace takes its Secrets with it', async (t) => {
  await using cluster = await clusterOf();
  await cluster.send('POST', SECRETS, { metadata: { name: 'contoso-tls' } });
  await cluster.send('DELETE', '/api/v1/namespaces/azureml');
  t.equal(cluster.secrets.size, 0);
});

t.test('a watch sees what the harness and other clients change', async (t) => {
  await using cluster = await clusterOf();
  const query =
    'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${cluster.token}` };
  const answer = await fetch(`${cluster.plainUrl}${SECRETS}?${query}`, { headers, signal: stop.signal });
  const next = eventsOf(answer);
  t.match(await next(), {
    type: 'BOOKMARK',
    object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
  cluster.secrets.set('azureml/a', { namespace: 'azureml', name: 'a', type: 'Opaque', data: {} });
  cluster.notify();
  t.match(await next(), { type: 'ADDED', object: { metadata: { name: 'a' } } });
  await cluster.send(
    'PATCH',
    `${SECRETS}/a`,
    { stringData: { x: 'y' } },
    { 'content-type': 'application/merge-patch+json' },
  );
  t.match(await next(), { type: 'MODIFIED', object: { data: { x: 'eQ==' } } });
  await cluster.send('DELETE', `${SECRETS}/a`);
  t.match(await next(), { type: 'DELETED', object: { metadata: { name: 'a' } } });
  stop.abort();
});

function eventsOf(answer: Response): () => Promise<unknown> {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return async () => {
    while (!text.includes('\n')) {
      const read = await reader?.read();
      if (read === undefined || read.done) throw new Error('the watch ended');
      text += decoder.decode(read.value, { stream: true });
    }
    const end = text.indexOf('\n');
    const line = text.slice(0, end);
    text = text.slice(end + 1);
    return JSON.parse(line);
  };
}
