import t from 'tap';
import { blue, demo, reasonOf, SCORE, startBackend, startBed } from './support.ts';

const answerAll = (_request: unknown, response: { end(text: string): void }): void => response.end('scored');

t.test('a missing or wrong key is a 401 in JSON, and reaches no model server', async (t) => {
  let reached = 0;
  const model = await startBackend(t, (_request, response) => {
    reached += 1;
    response.end();
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  for (const [key, authorization] of [
    [null, 'missing'],
    ['wrong', 'invalid'],
    ['primary-key-012345678', 'invalid'],
  ] as const) {
    bed.observations.clear();
    const answer = await bed.send({ key, body: 'x'.repeat(100_000) });
    t.equal(answer.status, 401);
    t.equal(answer.headers['content-type'], 'application/json');
    t.equal(answer.headers['www-authenticate'], 'Bearer');
    t.match(JSON.parse(answer.body), { error: { code: 'Unauthorized', message: String } });
    t.match(await bed.requestOf(), { authorization, endpoint: 'demo' });
    t.match(await bed.responseOf(), { decision: 'unauthorized', status: 401, deployment: null });
  }
  t.equal(reached, 0);
});

t.test('a regenerated key replaces the old one and leaves the other alone', async (t) => {
  const model = await startBackend(t, answerAll);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const before = bed.router.keysOf('demo');
  const after = bed.router.regenerateKey('demo', 'primary');
  t.not(after.primary, before.primary);
  t.equal(after.secondary, before.secondary);
  t.equal((await bed.send({ key: before.primary })).status, 401);
  t.equal((await bed.send({ key: after.primary })).status, 200);
  t.equal((await bed.send({ key: before.secondary })).status, 200);
});

t.test('a token opens its endpoint until it expires, and then the answer says so', async (t) => {
  const model = await startBackend(t, answerAll);
  let now = 0;
  const bed = await startBed(t, {
    endpoints: [{ ...demo([blue(model.url)]), authMode: 'aml_token' }],
    tokenLifetimeMs: 1000,
    now: () => now,
  });
  const { accessToken } = bed.router.issueToken('demo');
  t.equal((await bed.send({ key: accessToken })).status, 200);
  t.equal((await bed.send()).status, 401, 'a key is worth nothing where tokens are asked for');
  now = 1000;
  const late = await bed.send({ key: accessToken });
  t.equal(late.status, 401);
  t.match(JSON.parse(late.body), { error: { code: 'TokenExpired' } });
  t.match(late.headers['www-authenticate'], /error="invalid_token"/);
  t.match(await bed.responseOf(String(late.headers['x-request-id'])), { decision: 'token-expired' });
});

t.test('keys are for key endpoints and tokens for token endpoints', async (t) => {
  const model = await startBackend(t, answerAll);
  const tokens = { ...demo([blue(model.url)]), name: 'tokens', authMode: 'aml_token' } as const;
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)]), tokens] });
  t.equal(
    reasonOf(() => bed.router.issueToken('demo')),
    'ENDPOINT_NO_TOKENS',
  );
  t.equal(
    reasonOf(() => bed.router.keysOf('tokens')),
    'ENDPOINT_NO_KEYS',
  );
  t.equal(
    reasonOf(() => bed.router.regenerateKey('tokens', 'primary')),
    'ENDPOINT_NO_KEYS',
  );
  t.equal(
    reasonOf(() => bed.router.keysOf('unknown')),
    'ENDPOINT_UNKNOWN',
  );
});

t.test('there is no CORS: a preflight without key is refused as any other request', async (t) => {
  const model = await startBackend(t, answerAll);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send({
    method: 'OPTIONS',
    key: null,
    headers: { origin: 'https://www.contoso.com', 'access-control-request-method': 'POST' },
  });
  t.equal(answer.status, 401);
  t.equal(answer.headers['access-control-allow-origin'], undefined);
});

t.test('unknown endpoints, paths, methods and deployments', async (t) => {
  const model = await startBackend(t, answerAll);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const cases: [string, object, number, string][] = [
    ['an unknown endpoint', { path: '/api/v1/endpoint/other/score' }, 404, 'endpoint-unknown'],
    ['a path that is no route', { path: '/score' }, 404, 'path-unknown'],
    ['a dot segment', { path: '/api/v1/endpoint/demo/../demo/score' }, 404, 'path-unknown'],
    ['PUT', { method: 'PUT' }, 405, 'method-not-allowed'],
    ['POST on swagger.json', { path: '/api/v1/endpoint/demo/swagger.json' }, 405, 'method-not-allowed'],
    ['an unknown deployment', { headers: { 'azureml-model-deployment': 'red' } }, 404, 'deployment-unknown'],
  ];
  for (const [what, sending, status, decision] of cases) {
    const answer = await bed.send(sending);
    t.equal(answer.status, status, what);
    t.match(JSON.parse(answer.body), { error: { message: String } }, what);
    t.equal((await bed.responseOf(String(answer.headers['x-request-id']))).decision, decision, what);
  }
  t.equal((await bed.send({ method: 'PUT' })).headers.allow, 'GET, HEAD, POST, OPTIONS');
});

t.test('the key of one endpoint does not open another', async (t) => {
  const model = await startBackend(t, answerAll);
  const other = {
    ...demo([blue(model.url)]),
    name: 'other',
    keys: { primary: 'other-key', secondary: 'other-key-2' },
  };
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)]), other] });
  t.equal((await bed.send({ path: '/api/v1/endpoint/other/score' })).status, 401);
  t.equal((await bed.send({ path: '/api/v1/endpoint/other/score', key: 'other-key' })).status, 200);
  t.equal((await bed.send({ path: SCORE, key: 'other-key' })).status, 401);
});
