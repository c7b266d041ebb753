import { request } from 'node:http';
import t from 'tap';
import { clusterOf, send } from './cluster-of.ts';

const SECRETS = '/api/v1/namespaces/azureml/secrets';
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'contoso-tls' },
  data: { 'key.pem': 'U0VDUkVU' },
};

t.test('the data of a Secret is neither read nor written without the token', async (t) => {
  await using cluster = await clusterOf();
  t.equal((await cluster.send('POST', SECRETS, secret)).status, 201);
  t.equal(
    (
      await cluster.send(
        'PATCH',
        `${SECRETS}/contoso-tls`,
        {
          metadata: {
            annotations: {
              'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"key.pem":"U0VDUkVU"}}',
            },
          },
        },
        { 'content-type': 'application/merge-patch+json' },
      )
    ).status,
    200,
  );
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const reads: [string, Record<string, string>][] = [
    [`${SECRETS}/contoso-tls`, {}],
    [SECRETS, {}],
    ['/api/v1/secrets', {}],
    [SECRETS, table],
    [`${SECRETS}?includeObject=Object`, table],
    [`${SECRETS}/contoso-tls`, { accept: 'application/yaml' }],
    [`${SECRETS}/contoso-tls`, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' }],
    [`${SECRETS}?watch=true&timeoutSeconds=1`, {}],
    [`/api/v1/watch/namespaces/azureml/secrets?timeoutSeconds=1`, {}],
  ];
  for (const [where, headers] of reads) {
    const answer = await send(cluster.plainUrl + where, 'GET', undefined, headers);
    t.equal(answer.status, 200, `${where} is listed`);
    t.match(answer.text, 'contoso-tls');
    t.notMatch(answer.text, /U0VDUkVU/, `${where} hides the data`);
  }
  for (const [method, where] of [
    ['POST', SECRETS],
    ['PUT', `${SECRETS}/contoso-tls`],
    ['PATCH', `${SECRETS}/contoso-tls`],
    ['DELETE', `${SECRETS}/contoso-tls`],
    ['DELETE', SECRETS],
  ] as const) {
    const answer = await send(cluster.plainUrl + where, method, secret);
    t.equal(answer.status, 403, `${method} ${where}`);
    t.equal(answer.json.reason, 'Forbidden');
  }
  t.match(cluster.secrets.get('azureml/contoso-tls'), { name: 'contoso-tls' }, 'the Secret is untouched');
});

t.test('a wrong token is refused', async (t) => {
  await using cluster = await clusterOf();
  for (const authorization of ['Bearer wrong', 'Basic YTpi', `Bearer ${cluster.token}x`]) {
    t.equal(
      (await send(`${cluster.plainUrl}/api/v1/nodes`, 'GET', undefined, { authorization })).status,
      401,
    );
  }
});

t.test('a web page is refused: a foreign Host, and any Origin', async (t) => {
  await using cluster = await clusterOf();
  const { port } = new URL(cluster.plainUrl);
  const ask = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: '/api', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.once('error', reject).end();
    });
  t.equal(await ask({ host: `localhost:${port}` }), 200);
  t.equal(await ask({ host: `127.0.0.1:${port}` }), 200);
  t.equal(await ask({ host: 'rebound.example.test' }), 421);
  t.equal(await ask({ host: `localhost:${port}`, origin: 'https://example.test' }), 403);
  t.equal(
    await ask({ host: `localhost:${port}`, origin: cluster.plainUrl }),
    403,
    'it serves no page itself',
  );
});
