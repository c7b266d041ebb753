import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import t from 'tap';
import { blue, demo, gate, KEY, readAll, SCORE, stable, startBackend, startBed } from './support.ts';

/** Some other time-out would let a model server go as well, much later. */
const AT_ONCE = { timeout: 5000 };

t.test('a request that finds all replicas busy waits for its turn', async (t) => {
  const { opened, open } = gate();
  const order: string[] = [];
  const model = await startBackend(t, async (request, response) => {
    order.push(String(request.url));
    await opened;
    response.end('ok');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { maxQueueWaitMs: 60_000 })])] });
  const answers = [bed.send({ path: `${SCORE}?n=1` })];
  await bed.requestOf();
  answers.push(bed.send({ path: `${SCORE}?n=2` }));
  await bed.observations.waitFor((one) => one.kind === 'http-request' && one.path.endsWith('n=2'));
  t.match(bed.router.readiness(), [{ inFlight: 1, queued: 1, busyReplicas: 1, utilisation: 2 }]);
  open();
  t.strictSame(
    (await Promise.all(answers)).map(({ status }) => status),
    [200, 200],
  );
  t.strictSame(order, ['/score?n=1', '/score?n=2'], 'the second one was not sent before the first had ended');
  t.match(bed.router.readiness(), [{ inFlight: 0, queued: 0, utilisation: 0 }]);
});

t.test('a request that has waited max_queue_wait_ms is a 503', async (t) => {
  const { opened, open } = gate();
  let reached = 0;
  const model = await startBackend(t, async (_request, response) => {
    reached += 1;
    await opened;
    response.end('ok');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { maxQueueWaitMs: 10 })])] });
  const working = bed.send();
  await bed.requestOf();
  const late = await bed.send();
  t.equal(late.status, 503);
  t.equal(late.headers['retry-after'], undefined, 'azure-core would send a POST again because of it');
  t.match(await bed.responseOf(String(late.headers['x-request-id'])), {
    decision: 'queue-full',
    deployment: 'blue',
  });
  open();
  t.equal((await working).status, 200);
  t.equal(reached, 1);
});

t.test(
  'a model server that takes longer than request_timeout_ms is a 504, and is let go',
  AT_ONCE,
  async (t) => {
    const gone = gate();
    const model = await startBackend(t, (request) => {
      request.socket.once('close', gone.open);
    });
    const bed = await startBed(t, { endpoints: [demo([blue(model.url, { requestTimeoutMs: 20 })])] });
    const answer = await bed.send({ body: '{}' });
    t.equal(answer.status, 504);
    t.match(answer.body, /within 0\.02 s/);
    t.match(await bed.responseOf(), { decision: 'timeout', outcome: 'complete' });
    await gone.opened;
    t.match(bed.router.readiness(), [{ inFlight: 0 }], 'its slot is free again');
  },
);

t.test(
  'a model server that stops in the middle of its answer is cut off after request_timeout_ms',
  async (t) => {
    const model = await startBackend(t, (_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
    });
    const bed = await startBed(t, { endpoints: [demo([blue(model.url, { requestTimeoutMs: 30 })])] });
    await t.rejects(bed.send(), { code: 'ECONNRESET' });
    t.match(await bed.responseOf(), { status: 200, decision: 'timeout', outcome: 'cut', responseBytes: 4 });
  },
);

t.test('the time of the model server begins when it has the whole request', async (t) => {
  const model = await startBackend(t, async (request, response) => {
    response.end(String((await readAll(request)).length));
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url, { requestTimeoutMs: 500 })])] });
  const request = http.request({
    port: bed.port,
    path: SCORE,
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
  });
  const answer = once(request, 'response') as Promise<[http.IncomingMessage]>;
  // A slow sender: longer in all than the time-out, never silent for as long.
  for (let piece = 0; piece < 8; piece += 1) {
    request.write('12345');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  request.end();
  const [response] = await answer;
  t.equal(response.statusCode, 200);
  t.equal((await readAll(response)).toString(), '40');
});

t.test('a body whose length is too large is a 413 at once', async (t) => {
  let reached = 0;
  const model = await startBackend(t, (_request, response) => {
    reached += 1;
    response.end();
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])], bodyLimitBytes: 1000 });
  const answer = await bed.send({ body: 'x'.repeat(1001) });
  t.equal(answer.status, 413);
  t.match(answer.body, /larger than 1000 bytes/);
  t.equal(reached, 0);
  t.equal((await bed.send({ body: 'x'.repeat(1000) })).status, 200, 'on the same connection');
});

t.test(
  'a body of unknown length is a 413 when it outgrows the limit, and the model server is let go',
  AT_ONCE,
  async (t) => {
    const gone = gate();
    const model = await startBackend(t, (request) => {
      request.on('error', () => undefined);
      request.socket.once('close', gone.open);
      request.resume();
    });
    const bed = await startBed(t, { endpoints: [demo([blue(model.url)])], bodyLimitBytes: 100_000 });
    const request = http.request({
      port: bed.port,
      path: SCORE,
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
    });
    const answer = once(request, 'response') as Promise<[http.IncomingMessage]>;
    request.write(Buffer.alloc(90_000));
    request.write(Buffer.alloc(20_000));
    const [response] = await answer;
    t.equal(response.statusCode, 413);
    await gone.opened;
    request.end();
    await readAll(response);
    t.match(await bed.responseOf(), { decision: 'body-too-large', outcome: 'complete' });
  },
);

t.test('a small body of unknown length is held against the limit too', async (t) => {
  let reached = 0;
  const model = await startBackend(t, (_request, response) => {
    reached += 1;
    response.end();
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])], bodyLimitBytes: 1000 });
  const chunked = { 'transfer-encoding': 'chunked' };
  t.equal((await bed.send({ headers: chunked, body: 'x'.repeat(1001) })).status, 413);
  t.match(bed.router.readiness(), [{ inFlight: 0 }]);
  t.equal(reached, 0);
  t.equal((await bed.send({ headers: chunked, body: 'x'.repeat(1000) })).status, 200);
});

t.test('by default 100 MB go through, and one byte more does not', async (t) => {
  const size = 100 * 1024 * 1024;
  const model = await startBackend(t, async (request, response) => {
    let received = 0;
    for await (const chunk of request) received += (chunk as Buffer).length;
    response.end(String(received));
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  t.match(await bed.send({ body: Buffer.alloc(size) }), { status: 200, body: String(size) });
  t.equal((await bed.send({ body: Buffer.alloc(size + 1) })).status, 413);
});

t.test('a model server that does not read holds the client back', async (t) => {
  const { opened, open } = gate();
  const model = await startBackend(t, async (request, response) => {
    request.pause();
    await opened;
    response.end(String((await readAll(request)).length));
  });
  const bed = await startBed(t, { endpoints: [demo([blue(model.url)])] });
  const size = 64 * 1024 * 1024;
  const socket = net.connect(bed.port, '127.0.0.1');
  socket.write(`POST ${SCORE} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ${KEY}\r\n`);
  socket.write(`content-length: ${size}\r\n\r\n`);
  let sent = 0;
  const sending = (async () => {
    for (const piece = Buffer.alloc(1024 * 1024); sent < size; sent += piece.length) {
      await new Promise((resolve) => socket.write(piece, resolve));
    }
  })();
  // The kernel's buffers between the two take a few MB; the rest has to wait in the client.
  const taken = await stable(() => sent);
  t.ok(taken < size / 2, `${taken} bytes were taken from the client`);
  open();
  t.match((await readAll(socket)).toString(), new RegExp(`\r\n\r\n${size}$`));
  await sending;
});
