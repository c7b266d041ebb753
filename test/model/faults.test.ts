import { connect } from 'node:net';
import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import type { ModelFault } from '../../model/faults.ts';
import { type ModelServer, startModel } from '../../model/server.ts';
import { sendRequest } from './send-request.ts';

const rows = '{"data":[[1,2,3]]}';
const REAL_BODY = '{"result": [6]}';

function start(fault: ModelFault): Promise<ModelServer> {
  return startModel({ host: '127.0.0.1', port: 0, log: silentLogger, fault });
}

function score(model: ModelServer) {
  return sendRequest(model.url, {
    method: 'POST',
    path: '/score',
    headers: { 'content-type': 'application/json' },
    body: rows,
  });
}

/** Scores over a bare socket; resolves when the server has ended the connection, with what came and how it ended. */
async function scoreByHand(model: ModelServer): Promise<{ received: string; ended: 'FIN' | 'RST' }> {
  const socket = connect(model.port, '127.0.0.1');
  let received = '';
  let ended: 'FIN' | 'RST' = 'FIN';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') ended = 'RST';
  });
  socket.write(`POST /score HTTP/1.1\r\nhost: model\r\ncontent-length: ${rows.length}\r\n\r\n${rows}`);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { received, ended };
}

/** Splits what came into head and body. */
function parts(received: string): { head: string; body: string } {
  const at = received.indexOf('\r\n\r\n');
  return { head: received.slice(0, at).toLowerCase(), body: received.slice(at + 4) };
}

t.test('a slow answer is the real one, late', async (t) => {
  await using model = await start({ fault: 'slow-answer', delayMs: 60 });
  const before = performance.now();
  t.match(await score(model), { status: 200, body: REAL_BODY });
  t.ok(performance.now() - before >= 55);
});

t.test('a slow body is whole in the end and comes in pieces', async (t) => {
  await using model = await start({ fault: 'slow-body', chunkBytes: 5, everyMs: 20 });
  const before = performance.now();
  const answer = await score(model);
  t.match(answer, { status: 200, body: REAL_BODY });
  t.equal(answer.headers['content-length'], String(REAL_BODY.length));
  t.ok(performance.now() - before >= 55, 'three pieces, 20 ms apart');
});

t.test('a client that leaves and a server that closes wait for no slow answer', async (t) => {
  for (const fault of [
    { fault: 'slow-answer', delayMs: 3_600_000 },
    { fault: 'slow-body', chunkBytes: 1, everyMs: 3_600_000 },
    { fault: 'no-answer' },
  ] satisfies ModelFault[]) {
    const model = await start(fault);
    const byHand = scoreByHand(model);
    while (model.hits() === 0) await new Promise(setImmediate);
    await model.close();
    const { received } = await byHand;
    t.equal(parts(received).body, '', fault.fault);
  }
});

t.test('a crash ends the connection without a byte, by FIN or by RST', async (t) => {
  for (const [how, ended] of [
    ['close', 'FIN'],
    ['reset', 'RST'],
  ] as const) {
    await using model = await start({ fault: 'crash', how });
    t.strictSame(await scoreByHand(model), { received: '', ended });
  }
});

t.test('a malformed answer is no HTTP', async (t) => {
  await using model = await start({ fault: 'malformed' });
  const { received } = await scoreByHand(model);
  t.ok(received.length > 0 && !received.startsWith('HTTP/'), received);
  await t.rejects(score(model), { code: /^HPE_/ });
});

t.test('a body that is cut is shorter than its Content-Length', async (t) => {
  for (const [how, ended] of [
    ['close', 'FIN'],
    ['reset', 'RST'],
  ] as const) {
    await using model = await start({ fault: 'cut-body', how });
    const came = await scoreByHand(model);
    const { head, body } = parts(came.received);
    t.match(head, /^http\/1\.1 200 /);
    t.match(head, `content-length: ${REAL_BODY.length}`);
    t.equal(body, REAL_BODY.slice(0, 8));
    t.equal(came.ended, ended);
  }
});

t.test('chunks that are cut have no last chunk', async (t) => {
  await using model = await start({ fault: 'cut-chunked' });
  const { head, body } = parts((await scoreByHand(model)).received);
  t.match(head, 'transfer-encoding: chunked');
  t.notMatch(head, 'content-length');
  t.equal(body, `8\r\n${REAL_BODY.slice(0, 8)}\r\n`);
});

t.test('an answer may come under the wrong Content-Type', async (t) => {
  await using model = await start({ fault: 'wrong-content-type', contentType: 'text/html' });
  const answer = await score(model);
  t.equal(answer.headers['content-type'], 'text/html');
  t.equal(answer.body, REAL_BODY);
});

t.test('an error may come as 500 from run, or as a text under 200', async (t) => {
  await using model = await start({ fault: 'run-raises' });
  const raised = await score(model);
  t.equal(raised.status, 500);
  t.equal(raised.headers['x-ms-run-function-failed'], 'True');

  model.setFault({ fault: 'error-with-200' });
  const returned = await score(model);
  t.equal(returned.status, 200);
  t.equal(returned.headers['x-ms-run-function-failed'], 'False');
  t.equal(typeof JSON.parse(returned.body).error, 'string');
});

t.test('statuses come in turn, then the real answer, and again when they are set anew', async (t) => {
  const fault: ModelFault = { fault: 'statuses', statuses: [503, 429] };
  await using model = await start(fault);
  const told = async () => [
    (await score(model)).status,
    (await score(model)).status,
    (await score(model)).status,
  ];
  t.strictSame(await told(), [503, 429, 200]);
  model.setFault(fault);
  t.strictSame(await told(), [503, 429, 200]);
});

t.test(
  'an unhealthy model fails its probe and scores, and every other fault leaves the probe alone',
  async (t) => {
    await using model = await start({ fault: 'unhealthy' });
    const probe = () => sendRequest(model.url, { method: 'GET', path: '/' });
    t.equal((await probe()).status, 503);
    t.equal((await score(model)).status, 200);
    model.setFault({ fault: 'crash', how: 'reset' });
    t.equal((await probe()).status, 200);
    model.setFault(null);
    t.equal((await score(model)).status, 200);
  },
);
