import http from 'node:http';
import net from 'node:net';
import t from 'tap';
import { blue, demo, KEY, readAll, SCORE, SECONDARY_KEY, startBackend, startBed } from './support.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A model server that says what it was asked. */
const echo = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
  const body = await readAll(request);
  const { method, url, headers } = request;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ method, url, headers, body: body.toString() }));
};

t.test('a request is scored by the model server and comes back with its ids', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send({
    path: `${SCORE}?verbose=1&x=%2F`,
    body: '{"data":[[1,2,3]]}',
    headers: { 'content-type': 'application/json', 'x-ms-client-request-id': 'my run/1' },
  });
  t.equal(answer.status, 200);
  t.equal(answer.headers['azureml-model-deployment'], 'blue');
  t.match(answer.headers['x-request-id'], GUID);
  t.equal(answer.headers['x-ms-request-id'], answer.headers['x-request-id']);
  t.equal(answer.headers['x-ms-client-request-id'], 'myrun1');
  const asked = JSON.parse(answer.body);
  t.match(asked, {
    method: 'POST',
    url: '/score?verbose=1&x=%2F',
    body: '{"data":[[1,2,3]]}',
    headers: {
      host: new URL(model.url).host,
      'content-type': 'application/json',
      'content-length': '18',
      'x-request-id': answer.headers['x-request-id'],
      'x-ms-client-request-id': 'myrun1',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': `127.0.0.1:${bed.port}`,
    },
  });
  t.equal(asked.headers.authorization, undefined, 'the key ends at the router');
});

t.test('both paths, both keys, and every method that the model server has', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  t.equal((await bed.send({ path: '/api/v1/service/demo/score', body: '{}' })).status, 200);
  t.equal((await bed.send({ key: SECONDARY_KEY, body: '{}' })).status, 200);
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    t.equal(JSON.parse((await bed.send({ method })).body).method, method);
  }
  const head = await bed.send({ method: 'HEAD' });
  t.equal(head.status, 200);
  t.equal(head.body, '');
  const swagger = await bed.send({ method: 'GET', path: '/api/v1/endpoint/demo/swagger.json?version=3' });
  t.equal(JSON.parse(swagger.body).url, '/swagger.json?version=3');
  t.equal((await bed.responseOf(String(swagger.headers['x-request-id']))).decision, 'swagger');
});

t.test('a backend with a path of its own is asked below it', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(`${model.url}/v1/`)])] });
  t.equal(JSON.parse((await bed.send()).body).url, '/v1/score');
});

t.test('an x-request-id that is a GUID goes all the way', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const id = '0b1e8b9e-9c1d-4d2a-8f00-0123456789ab';
  const answer = await bed.send({ headers: { 'x-request-id': id } });
  t.equal(answer.headers['x-request-id'], id);
  t.equal(JSON.parse(answer.body).headers['x-request-id'], id);
});

t.test('status, fields and body of the model server come through as they are', async (t) => {
  const model = await startBackend(t, (_request, response) => {
    response.writeHead(201, 'Made', [
      ['content-type', 'text/plain'],
      ['x-ms-run-fn-exec-ms', '12.925'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-request-id', 'of the model'],
      ['connection', 'x-hop'],
      ['x-hop', '1'],
    ]);
    response.end('made');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send();
  t.equal(answer.status, 201);
  t.equal(answer.body, 'made');
  t.equal(answer.headers['x-ms-run-fn-exec-ms'], '12.925');
  t.strictSame(answer.headers['set-cookie'], ['a=1', 'b=2']);
  t.match(answer.headers['x-request-id'], GUID);
  t.equal(answer.headers['x-hop'], undefined);
});

t.test('answers without a body stay without one', async (t) => {
  const model = await startBackend(t, (_request, response) => response.writeHead(204).end());
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send();
  t.equal(answer.status, 204);
  t.equal(answer.body, '');
});

t.test('a 103 before the answer is not taken for it', async (t) => {
  const model = await startBackend(t, (_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.end('late');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  t.match(await bed.send(), { status: 200, body: 'late' });
});

t.test('a client that waits for 100 Continue receives it, and the field is not passed on', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const request = http.request({
    port: bed.port,
    path: SCORE,
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, expect: '100-continue', 'content-length': 2 },
  });
  request.on('continue', () => request.end('{}'));
  request.on('response', resolve);
  request.on('error', reject);
  request.flushHeaders();
  const asked = JSON.parse((await readAll(await promise)).toString());
  t.equal(asked.body, '{}');
  t.equal(asked.headers.expect, undefined);
});

t.test('two requests in one packet are both answered, in their order', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, {
    endpoints: [demo([blue(model.url, { maxConcurrentRequestsPerInstance: 2 })])],
  });
  const socket = net.connect(bed.port, '127.0.0.1');
  const one = (n: number, last: string): string =>
    `POST ${SCORE}?n=${n} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-length: 2\r\n${last}\r\n{}`;
  socket.write(one(1, '') + one(2, 'connection: close\r\n'));
  const text = (await readAll(socket)).toString();
  t.ok(text.indexOf('n=1') > 0);
  t.ok(text.indexOf('n=2') > text.indexOf('n=1'));
});

t.test('a request is reported before its answer, without key and body', async (t) => {
  const model = await startBackend(t, echo);
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send({ body: 'SECRET-BODY', headers: { 'user-agent': 'tests/1' } });
  await bed.responseOf();
  const [request, response] = bed.observations.all();
  t.match(request, {
    kind: 'http-request',
    requestId: answer.headers['x-request-id'],
    clientRequestId: null,
    listener: 'http',
    method: 'POST',
    path: SCORE,
    host: `127.0.0.1:${bed.port}`,
    endpoint: 'demo',
    authorization: 'valid',
    userAgent: 'tests/1',
  });
  t.match(response, {
    kind: 'http-response',
    requestId: answer.headers['x-request-id'],
    status: 200,
    deployment: 'blue',
    requestBytes: 11,
    responseBytes: answer.body.length,
    outcome: 'complete',
    decision: 'scored',
  });
  t.notMatch(JSON.stringify(bed.observations.all()), new RegExp(`SECRET-BODY|${KEY}`));
});

t.test('two connections that score at once do not wait for one another', async (t) => {
  const both = Promise.withResolvers<void>();
  let waiting = 0;
  const model = await startBackend(t, async (_request, response) => {
    waiting += 1;
    if (waiting === 2) both.resolve();
    await both.promise;
    response.end('ok');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { instanceCount: 2 })])] });
  const answers = await Promise.all([bed.send(), bed.send()]);
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200],
  );
});
