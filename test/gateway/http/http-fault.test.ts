import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { summarize } from '../../../common/observation-summary.ts';
import { readSettings } from '../../../extension/settings.ts';
import { type HttpFault, takesOver } from '../../../gateway/http/http-fault.ts';
import { KEY, NAME, startTestGateway, type TestGateway } from '../../support/gateway.ts';

const BODY = '{"data": [[1, 2, 3]]}';
const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };

/** Posts to the TLS port with Node's own client; gives the head of the answer. */
async function post(at: TestGateway): Promise<IncomingMessage> {
  const request = https.request({
    ...{ host: '127.0.0.1', port: at.gateway.httpsPort, servername: NAME, ca: at.caPem, agent: false },
    ...{
      method: 'POST',
      path: '/api/v1/endpoint/demo/score?turn=1',
      headers: { ...HEADERS, host: `${NAME}:8443` },
    },
  });
  request.end(BODY);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // Both see a reset in the middle of an answer.
  request.on('error', () => undefined);
  return response;
}

/** What the router reports of the one request that came, when its connection is over. */
async function reported(at: TestGateway) {
  await at.observations.waitFor(({ kind }) => kind === 'connection-closed');
  const { requests, connections } = summarize(at.observations.all());
  const { outcome, status, decision } = requests[0]?.answer ?? {};
  return { outcome, status, decision, closed: connections[0]?.closed };
}

const withFault = (httpFault: HttpFault) => startTestGateway({ faults: { httpFault } });

t.test('a redirect names what the request named, and the ports of the router', async (t) => {
  await using at = await startTestGateway({
    plainHttp: 'serve',
    faults: {
      httpFault: {
        fault: 'redirect',
        status: 307,
        location: 'http://{requestHost}:{httpPort}{path}&tls={httpsPort}',
      },
    },
  });
  const { statusCode, headers } = await post(at);
  const { httpPort, httpsPort } = at.gateway;
  t.equal(statusCode, 307);
  t.equal(headers.location, `http://${NAME}:${httpPort}/api/v1/endpoint/demo/score?turn=1&tls=${httpsPort}`);
  t.match(await reported(at), { outcome: 'complete', status: 307, decision: 'redirect' });
});

t.test('a redirect to a port that is closed names the usual one', async (t) => {
  await using at = await withFault({
    fault: 'redirect',
    status: 301,
    location: 'http://{requestHost}:{httpPort}/',
  });
  t.equal((await post(at)).headers.location, `http://${NAME}:80/`);
});

t.test('a status strikes as often as it says, and then the model answers', async (t) => {
  await using at = await withFault({ fault: 'status', status: 503, body: 'overloaded', times: 2 });
  const answers: [number | undefined, string][] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const response = await post(at);
    answers.push([response.statusCode, await text(response)]);
  }
  t.same(answers, [
    [503, 'overloaded'],
    [503, 'overloaded'],
    [200, '{"result": [6]}'],
  ]);
});

t.test('only a status ever leaves requests to the router', async (t) => {
  const status: HttpFault = { fault: 'status', status: 503, body: '' };
  t.equal(takesOver(status, 1000), true);
  t.equal(takesOver({ ...status, times: 1 }, 1), true);
  t.equal(takesOver({ ...status, times: 1 }, 2), false);
  t.equal(takesOver({ fault: 'no-answer' }, 1000), true);
});

t.test('a body is cut, cleanly or with a reset, and the router says that it was itself', async (t) => {
  for (const [how, closed] of [
    ['close', 'server-fin'],
    ['reset', 'server-reset'],
  ] as const) {
    await using at = await withFault({ fault: 'cut-body', how });
    const response = await post(at);
    t.equal(response.headers['content-length'], '4096');
    await t.rejects(text(response), { code: 'ECONNRESET' });
    t.equal(response.complete, false);
    t.same(await reported(at), { outcome: 'cut', status: 200, decision: 'cut-body', closed });
  }
});

t.test('a chunked body is cut before its last chunk', async (t) => {
  await using at = await withFault({ fault: 'cut-chunked' });
  const response = await post(at);
  t.equal(response.headers['transfer-encoding'], 'chunked');
  const pieces: Buffer[] = [];
  response.on('data', (piece: Buffer) => pieces.push(piece));
  await t.rejects(once(response, 'end'), { code: 'ECONNRESET' });
  t.equal(Buffer.concat(pieces).toString(), '{"result": [6', 'what was written has arrived');
  t.match(await reported(at), { outcome: 'cut', decision: 'cut-chunked', closed: 'server-fin' });
});

t.test('an answer that the connection delimits is whole and has no other end', async (t) => {
  await using at = await withFault({ fault: 'close-delimited' });
  const response = await post(at);
  t.equal(response.headers['content-length'], undefined);
  t.equal(response.headers['transfer-encoding'], undefined);
  t.equal(await text(response), '{"result": [6]}');
  t.same(await reported(at), {
    outcome: 'complete',
    status: 200,
    decision: 'close-delimited',
    closed: 'server-fin',
  });
});

t.test('an endless body goes on until the client leaves, and not longer', async (t) => {
  await using at = await withFault({ fault: 'endless-body', everyMs: 1 });
  const response = await post(at);
  for (let pieces = 0; pieces < 5; pieces += 1) await once(response, 'data');
  response.destroy();
  t.match(await reported(at), { outcome: 'client-gone', status: 200, decision: 'endless-body' });
});

t.test('in place of an answer the connection can be closed, or reset', async (t) => {
  for (const [how, closed] of [
    ['close', 'server-fin'],
    ['reset', 'server-reset'],
  ] as const) {
    await using at = await withFault({ fault: 'close-after-request', how });
    await t.rejects(post(at), { code: 'ECONNRESET' });
    t.same(await reported(at), { outcome: 'cut', status: null, decision: 'close-after-request', closed });
  }
});

t.test('a request without an answer waits for as long as the client does', async (t) => {
  await using at = await withFault({ fault: 'no-answer' });
  const waiting = post(at);
  await at.observations.waitFor(({ kind }) => kind === 'http-request');
  t.notOk(at.observations.all().some(({ kind }) => kind === 'http-response'));
  await Promise.all([at.gateway.close(0), t.rejects(waiting, { code: 'ECONNRESET' })]);
});

t.test('without TLS the plain port has the faults', async (t) => {
  await using at = await startTestGateway({
    settings: readSettings(
      {
        enableInference: 'True',
        inferenceRouterServiceType: 'LoadBalancer',
        allowInsecureConnections: 'True',
      },
      {},
    ),
    faults: { httpFault: { fault: 'cut-body', how: 'close' } },
  });
  const { httpPort: port } = at.gateway;
  const request = http.request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    path: '/api/v1/endpoint/demo/score',
  });
  request.end(BODY);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await t.rejects(text(response), { code: 'ECONNRESET' });
});
