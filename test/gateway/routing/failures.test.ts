import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import t from 'tap';
import { blue, demo, gate, KEY, readAll, SCORE, stable, startBackend, startBed } from './support.ts';

/** A model server that speaks raw bytes. */
async function startRaw(
  t: { teardown(fn: () => unknown): void },
  serve: (socket: net.Socket) => void,
): Promise<string> {
  const open = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    serve(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Some other time-out would let a model server go as well, much later. */
const AT_ONCE = { timeout: 5000 };

t.test('run() that raised is a 502 with what the model server said about it', async (t) => {
  const model = await startBackend(t, (_request, response) => {
    response.writeHead(500, { 'content-type': 'application/json', 'x-ms-run-function-failed': 'True' });
    response.end('{"message":"An unexpected error occurred"}');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send();
  t.equal(answer.status, 502);
  t.equal(answer.headers['x-ms-run-function-failed'], 'True');
  t.match(answer.body, /unexpected error/);
  t.match(await bed.responseOf(), { decision: 'model-error', status: 502 });
});

t.test('a 4xx of the model server is passed on', async (t) => {
  const model = await startBackend(t, (_request, response) =>
    response.writeHead(415).end('{"message":"no"}'),
  );
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  t.match(await bed.send(), { status: 415, body: '{"message":"no"}' });
  t.match(await bed.responseOf(), { decision: 'model-refused' });
});

t.test('a model server that is not there is a 502', async (t) => {
  const model = await startBackend(t, () => undefined);
  model.server.close();
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const answer = await bed.send({ body: '{}' });
  t.equal(answer.status, 502);
  t.match(JSON.parse(answer.body), { error: { code: 'ModelServerUnreachable' } });
  t.match(await bed.responseOf(), { decision: 'model-crashed', deployment: 'blue' });
  t.match(bed.router.readiness(), [{ inFlight: 0 }]);
});

const CRASHES: [string, (socket: net.Socket) => void][] = [
  ['closes after the request', (socket) => socket.once('data', () => socket.end())],
  ['resets after the request', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  [
    'answers in another language',
    (socket) => socket.once('data', () => socket.end('220 smtp.contoso.com ESMTP\r\n')),
  ],
  [
    'stops in the head of its answer',
    (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-')),
  ],
  [
    'has a head that is too long',
    (socket) => socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`)),
  ],
];

for (const [what, serve] of CRASHES) {
  t.test(`a model server that ${what} is a 502, and the connection to the client lives on`, async (t) => {
    const bed = await startBed(t, { endpoints: [demo([blue(await startRaw(t, serve))])] });
    for (const body of ['{}', 'x'.repeat(300_000)]) {
      const answer = await bed.send({ body });
      t.equal(answer.status, 502);
      t.equal((await bed.responseOf(String(answer.headers['x-request-id']))).decision, 'model-crashed');
    }
    t.match(bed.router.readiness(), [{ inFlight: 0, queued: 0 }]);
  });
}

const PARTS: [string, string][] = [
  ['a Content-Length that it does not keep', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
  ['chunks without an end', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
];

for (const [what, bytes] of PARTS) {
  t.test(`an answer with ${what} is cut off for the client too, not made whole`, async (t) => {
    const url = await startRaw(t, (socket) => socket.once('data', () => socket.end(bytes)));
    const bed = await startBed(t, { endpoints: [demo([blue(url)])] });
    await t.rejects(bed.send(), { code: 'ECONNRESET' });
    t.match(await bed.responseOf(), {
      status: 200,
      outcome: 'cut',
      decision: 'model-crashed',
      responseBytes: 4,
    });
  });
}

t.test('a head without its body is not held back', async (t) => {
  const { opened, open } = gate();
  const model = await startBackend(t, async (_request, response) => {
    response.writeHead(200, { 'content-length': 4 });
    response.flushHeaders();
    await opened;
    response.end('late');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const request = http.request({ port: bed.port, path: SCORE, headers: { authorization: `Bearer ${KEY}` } });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  open();
  t.equal((await readAll(response)).toString(), 'late');
});

t.test('pieces of an answer arrive as they are made', async (t) => {
  const { opened, open } = gate();
  const model = await startBackend(t, async (_request, response) => {
    response.write('first');
    await opened;
    response.end('second');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const request = http.request({ port: bed.port, path: SCORE, headers: { authorization: `Bearer ${KEY}` } });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const [piece] = (await once(response, 'data')) as [Buffer];
  t.equal(piece.toString(), 'first');
  open();
  t.equal((await readAll(response)).toString(), 'second');
});

t.test('a client that does not read holds the model server back', async (t) => {
  const size = 64 * 1024 * 1024;
  let sent = 0;
  const model = await startBackend(t, async (_request, response) => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    response.writeHead(200, { 'content-length': size });
    while (sent < size) {
      if (!response.write(piece)) await once(response, 'drain');
      sent += piece.length;
    }
    response.end();
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { requestTimeoutMs: 60_000 })])] });
  const request = http.request({ port: bed.port, path: SCORE, headers: { authorization: `Bearer ${KEY}` } });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.pause();
  const taken = await stable(() => sent);
  t.ok(taken < size / 2, `${taken} bytes were taken from the model server`);
  let received = 0;
  for await (const chunk of response) received += (chunk as Buffer).length;
  t.equal(received, size);
});

t.test('a client that goes away takes its request back from the model server', AT_ONCE, async (t) => {
  const arrived = gate();
  const gone = gate();
  const model = await startBackend(t, (request) => {
    request.socket.once('close', gone.open);
    arrived.open();
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const socket = net.connect(bed.port, '127.0.0.1');
  socket.write(`GET ${SCORE} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\n\r\n`);
  await arrived.opened;
  t.match(bed.router.readiness(), [{ inFlight: 1 }]);
  socket.destroy();
  t.match(await bed.responseOf(), { status: null, outcome: 'client-gone', decision: 'client-gone' });
  await gone.opened;
  t.match(bed.router.readiness(), [{ inFlight: 0 }]);
});

t.test('a client that goes away while it waits leaves the queue', async (t) => {
  const { opened, open } = gate();
  let reached = 0;
  const model = await startBackend(t, async (_request, response) => {
    reached += 1;
    await opened;
    response.end('ok');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { maxQueueWaitMs: 60_000 })])] });
  const working = bed.send();
  await bed.requestOf();
  const socket = net.connect(bed.port, '127.0.0.1');
  socket.write(`GET ${SCORE}?n=2 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\n\r\n`);
  await bed.observations.waitFor((one) => one.kind === 'http-request' && one.path.endsWith('n=2'));
  t.match(bed.router.readiness(), [{ queued: 1 }]);
  socket.destroy();
  await bed.observations.waitFor((one) => one.kind === 'http-response' && one.outcome === 'client-gone');
  t.match(bed.router.readiness(), [{ inFlight: 1, queued: 0 }]);
  open();
  await working;
  t.equal(reached, 1, 'the model server never saw the second request');
});

t.test('a client that goes away in the middle of its body takes the request back', AT_ONCE, async (t) => {
  const arrived = gate();
  const gone = gate();
  const model = await startBackend(t, (request) => {
    request.on('error', () => undefined);
    request.once('data', arrived.open);
    request.socket.once('close', gone.open);
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const socket = net.connect(bed.port, '127.0.0.1');
  socket.write(
    `POST ${SCORE} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-length: 100\r\n\r\nhalf`,
  );
  await arrived.opened;
  socket.destroy();
  await gone.opened;
  t.match(await bed.responseOf(), { outcome: 'client-gone', requestBytes: 4 });
  t.match(bed.router.readiness(), [{ inFlight: 0 }]);
});
