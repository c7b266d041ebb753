import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import tls from 'node:tls';
import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import {
  answerToNoRequest,
  type HttpKnobs,
  httpKnobs,
  judgeHead,
} from '../../../gateway/http/head-limits.ts';
import { defaultDeployment } from '../../../gateway/routing/endpoints.ts';
import { startModel } from '../../../model/server.ts';
import { KEY, NAME, routerOf, startTestGateway, type TestGateway } from '../../support/gateway.ts';

const fields = (count: number): string[] => Array.from({ length: count }, () => ['x', '1']).flat();

t.test('a head is judged by its version and by how many fields it has', async (t) => {
  const CASES: [string, string, number, HttpKnobs, ReturnType<typeof judgeHead>][] = [
    ['a hundred fields pass', '1.1', 100, {}, null],
    ['one more does not', '1.1', 101, {}, 'header-too-large'],
    ['unless the limit is another one', '1.1', 101, { headerFieldLimit: 101 }, null],
    ['HTTP/1.0 is sent on to 1.1', '1.0', 1, {}, 'http-10'],
    ['unless it is accepted', '1.0', 1, { http10: true }, null],
    ['too many fields count first', '1.0', 101, {}, 'header-too-large'],
  ];
  for (const [what, httpVersion, count, knobs, expected] of CASES)
    t.equal(
      judgeHead({ httpVersion, rawHeaders: fields(count), headers: {}, url: '/' }, httpKnobs(knobs)),
      expected,
      what,
    );
  const HEADS: [string, IncomingHttpHeaders, string, ReturnType<typeof judgeHead>][] = [
    ['a host with a port', { host: 'www.contoso.com:443' }, '/', null],
    ['a host with a blank', { host: 'www contoso' }, '/', 'head-invalid'],
    ['a host with a slash', { host: 'www.contoso.com/x' }, '/', 'head-invalid'],
    ['a fragment', { host: 'a' }, '/x#y', 'head-invalid'],
    ['chunked', { 'transfer-encoding': 'Chunked' }, '/', null],
    ['a coding before chunked', { 'transfer-encoding': 'gzip, chunked' }, '/', 'transfer-coding'],
    ['h2c', { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c' }, '/', null],
    ['websocket', { connection: 'keep-alive, Upgrade', upgrade: 'websocket' }, '/', 'upgrade'],
    ['an upgrade that Connection does not name', { upgrade: 'websocket' }, '/', null],
  ];
  for (const [what, headers, url, expected] of HEADS)
    t.equal(judgeHead({ httpVersion: '1.1', rawHeaders: [], headers, url }, httpKnobs()), expected, what);
  for (const httpVersion of ['0.9', '2.0'])
    t.equal(
      judgeHead({ httpVersion, rawHeaders: [], headers: {}, url: '/' }, httpKnobs({ http10: true })),
      'http-10',
    );
  t.match(answerToNoRequest('HPE_INVALID_TRANSFER_ENCODING'), /^HTTP\/1\.1 501 /);
  t.match(answerToNoRequest('HPE_HEADER_OVERFLOW'), /^HTTP\/1\.1 431 /);
  t.match(answerToNoRequest('HPE_INVALID_METHOD'), /^HTTP\/1\.1 400 /);
});

/** A connection over which bytes go as they are given. */
async function connect(at: TestGateway): Promise<{
  socket: tls.TLSSocket;
  ask(head: string, body?: string): Promise<string>;
}> {
  const socket = tls.connect({
    port: at.gateway.httpsPort ?? 0,
    host: '127.0.0.1',
    servername: NAME,
    ca: at.caPem,
  });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return {
    socket,
    ask: async (head, body = '{"data":[[1,2,3]]}') => {
      socket.write(
        `${head}\r\nHost: ${NAME}\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString('latin1');
    },
  };
}

const SCORE = 'POST /api/v1/endpoint/demo/score HTTP/1.1';
const cookie = (bytes: number): string => `${SCORE}\r\nCookie: ${'a'.repeat(bytes)}`;

t.test('60 KiB of header pass, more is a 431', async (t) => {
  await using at = await startTestGateway();
  for (const [head, status] of [
    [cookie(20_000), 200],
    [cookie(60_000), 200],
    [cookie(70_000), 431],
    [`${SCORE}\r\n${Array.from({ length: 97 }, (_, n) => `X-${n}: 1`).join('\r\n')}`, 200],
    [`${SCORE}\r\n${Array.from({ length: 98 }, (_, n) => `X-${n}: 1`).join('\r\n')}`, 431],
  ] as const) {
    const { socket, ask } = await connect(at);
    t.match(await ask(head), new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  }
});

t.test('an answer has no Keep-Alive hint, and the connection stays open', async (t) => {
  await using at = await startTestGateway();
  const { socket, ask } = await connect(at);
  for (const _ of [1, 2]) {
    const answer = await ask(SCORE);
    t.match(answer, /^HTTP\/1\.1 200 /);
    t.notMatch(answer, /^(connection|keep-alive):/im);
  }
  t.match(await ask(SCORE.replace('score', 'nothing')), /^HTTP\/1\.1 404 (?![\s\S]*keep-alive)/i);
  const last = once(socket, 'end');
  t.match(await ask(`${SCORE}\r\nConnection: close`), /^connection: close\r$/im);
  await last;
  socket.destroy();
});

t.test('HTTP/1.0 is answered with 426 and the end, unless it is accepted', async (t) => {
  const model = await startModel({ host: '127.0.0.1', port: 0, log: silentLogger });
  t.teardown(() => model.close());
  for (const [http10, status] of [
    [false, 426],
    [true, 200],
  ] as const) {
    await using at = await startTestGateway({
      router: { ...routerOf(defaultDeployment('blue', model.url)), http: { http10 } },
    });
    const { socket, ask } = await connect(at);
    const ended = once(socket, 'end');
    t.match(await ask(SCORE.replace('1.1', '1.0')), new RegExp(`^HTTP/1\\.1 ${status} `));
    await ended;
    socket.destroy();
  }
});

t.test('what stands behind a good request takes nothing from its answer', async (t) => {
  await using at = await startTestGateway();
  const request = `${SCORE}\r\nHost: ${NAME}\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: 18\r\n`;
  for (const [first, behind] of [
    [request, 'garbage\r\n\r\n'],
    [`${request}Connection: close\r\n`, `${request}\r\n{"data":[[1,2,3]]}`],
  ]) {
    const { socket } = await connect(at);
    let answers = '';
    socket.on('data', (chunk: Buffer) => {
      answers += chunk.toString('latin1');
    });
    socket.write(`${first}\r\n{"data":[[1,2,3]]}${behind}`);
    await once(socket, 'end');
    t.strictSame(answers.match(/^HTTP\/1\.1 \d+/gm), ['HTTP/1.1 200']);
    socket.destroy();
  }
});

t.test('an idle connection is closed when its time is up', async (t) => {
  const router = {
    ...routerOf(defaultDeployment('blue', 'http://127.0.0.1:9')),
    http: { idleTimeoutMs: 50 },
  };
  await using at = await startTestGateway({ router });
  const { socket, ask } = await connect(at);
  const ended = once(socket, 'end');
  t.match(await ask(SCORE.replace('score', 'nothing')), /^HTTP\/1\.1 404 /);
  await ended;
  t.pass('closed by the router');
  socket.destroy();
});
