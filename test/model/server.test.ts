import { once } from 'node:events';
import { createServer } from 'node:net';
import t from 'tap';
import { type Logger, silentLogger } from '../../common/logger.ts';
import { type ModelOptions, startModel } from '../../model/server.ts';
import { sendRequest } from './send-request.ts';

const json = { 'content-type': 'application/json' };

function start(over: Partial<ModelOptions> = {}) {
  return startModel({ host: '127.0.0.1', port: 0, log: silentLogger, ...over });
}

function post(url: string, body: string, headers: Record<string, string> = json) {
  return sendRequest(url, { method: 'POST', path: '/score', headers, body });
}

/** Keeps all that is logged, as text. */
function keepLog(): { log: Logger; text(): string } {
  const lines: string[] = [];
  const keep = (fields: object, message: string) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { log: { debug: keep, info: keep, warn: keep, error: keep }, text: () => lines.join('\n') };
}

t.test('the model server scores with the embedded model when it is given none', async (t) => {
  await using model = await start();
  const { status, body, headers } = await post(model.url, '{"data":[[1,2,3]]}');
  t.equal(status, 200);
  t.equal(body, '{"result": [6]}');
  t.equal(headers['content-type'], 'application/json');
  t.equal(headers['x-ms-run-function-failed'], 'False');
  t.match(headers['x-ms-run-fn-exec-ms'], /^\d+\.\d{3}$/);
  t.match(headers['x-ms-server-version'], /^azmlinfsrv\/\d/);
});

t.test('the probe says Healthy and is no hit, and every scoring request is one', async (t) => {
  await using model = await start();
  t.match(await sendRequest(model.url, { method: 'GET', path: '/' }), { status: 200, body: 'Healthy' });
  t.equal(model.hits(), 0);
  await post(model.url, '{}');
  await post(model.url, '{');
  t.equal(model.hits(), 2);
});

t.test(
  'every path answers to its own methods, and only what a route takes carries ids and version',
  async (t) => {
    await using model = await start();
    const cases: [method: string, path: string, status: number, isRouted: boolean][] = [
      ['GET', '/', 200, true],
      ['HEAD', '/', 200, true],
      ['OPTIONS', '/', 200, true],
      ['POST', '/', 405, false],
      ['GET', '/score', 200, true],
      ['OPTIONS', '//score', 200, true],
      ['HEAD', '/score', 405, true],
      ['PUT', '/score', 405, false],
      ['GET', '/score/', 404, false],
      ['GET', '/swagger.json?version=3.1', 200, true],
      ['GET', '/swagger.json?version=4', 404, true],
      ['DELETE', '/swagger.json', 405, false],
      ['GET', '/%zz', 404, false],
    ];
    for (const [method, path, status, isRouted] of cases) {
      const answer = await sendRequest(model.url, { method, path });
      t.equal(answer.status, status, `${method} ${path}`);
      t.equal(answer.headers['x-request-id'] !== undefined, isRouted);
      t.equal(answer.headers['x-ms-server-version'] !== undefined, isRouted);
      if (status >= 400 && method !== 'HEAD') t.equal(typeof JSON.parse(answer.body).message, 'string');
    }
  },
);

t.test(
  'a script is initialised before the server listens, and a failing init is told in a sentence',
  async (t) => {
    const order: string[] = [];
    await using model = await start({
      score: { init: async () => order.push('init'), run: () => order.push('run') },
    });
    await post(model.url, '{}');
    t.strictSame(order, ['init', 'run']);

    const init = () => Promise.reject(new Error('model.bin is missing'));
    await t.rejects(start({ score: { init, run: () => 1 } }), {
      reason: 'SCORE_INIT_FAILED',
      message: /Error: model\.bin is missing/,
    });
  },
);

t.test('run gets the headers beside the text, and may be asynchronous', async (t) => {
  await using model = await start({ score: async (raw, headers) => ({ raw, of: headers['x-of'] }) });
  const answer = await post(model.url, 'text', { 'content-type': 'text/plain', 'x-of': 'Contoso' });
  t.equal(answer.body, '{"raw": "text", "of": "Contoso"}');
});

t.test(
  'a script that rejects or takes too long is answered with 500 and x-ms-run-function-failed',
  async (t) => {
    const failures = {
      throws: () => {
        throw new Error('no');
      },
      rejects: () => Promise.reject(new Error('no')),
      'never ends': () => new Promise(() => undefined),
    };
    for (const [name, score] of Object.entries(failures)) {
      await using model = await start({ score, scoringTimeoutMs: 20 });
      const answer = await post(model.url, '{}');
      t.equal(answer.status, 500, name);
      t.equal(answer.headers['x-ms-run-function-failed'], 'True');
      t.equal(answer.headers['x-ms-run-fn-exec-ms'], undefined);
      t.equal(typeof JSON.parse(answer.body).message, 'string');
    }
  },
);

t.test(
  'neither body nor query nor key of a request reaches the log, whatever the script throws',
  async (t) => {
    const { log, text } = keepLog();
    await using model = await start({ log });
    const secret = 'classified';
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
    t.equal((await post(model.url, `${secret} is no JSON`, headers)).status, 500);
    await post(model.url, secret, { 'content-type': 'application/x-www-form-urlencoded' });
    await sendRequest(model.url, { method: 'GET', path: `/score?data=${secret}` });
    t.match(text(), /run\(\) raised an error .*"SyntaxError".*score\.ts:\d+/);
    t.match(text(), /came as a form/);
    t.notMatch(text(), secret);
  },
);

t.test('a body over the limit is answered with 413, announced or not', async (t) => {
  await using model = await start({ bodyLimitBytes: 16 });
  t.equal((await post(model.url, '"23456789012345"')).status, 200, '16 bytes');
  for (const chunked of [false, true]) {
    const request = { method: 'POST', path: '/score', headers: json, body: '"234567890123456"', chunked };
    const answer = await sendRequest(model.url, request);
    t.equal(answer.status, 413);
    t.match(JSON.parse(answer.body).message, /16 bytes/);
  }
});

t.test('closing cuts a request that is being scored', async (t) => {
  let entered: () => void = () => undefined;
  const scoring = new Promise<void>((resolve) => {
    entered = resolve;
  });
  const model = await start({
    score: () => {
      entered();
      return new Promise(() => undefined);
    },
  });
  const answer = post(model.url, '{}');
  const cut = t.rejects(answer, { code: 'ECONNRESET' });
  await scoring;
  await model.close();
  await cut;
  await model.close();
});

t.test('a port or address that cannot be had is told with the option that chooses it', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const failure = (over: Partial<ModelOptions>): Promise<unknown> =>
    start(over).catch((error: unknown) => error);
  t.match(await failure({ port }), { reason: 'PORT_IN_USE', remedy: /--model-port/ });
  // TEST-NET-1 (RFC 5737) is an address of no machine.
  t.match(await failure({ host: '192.0.2.1' }), { reason: 'ADDRESS_NOT_HERE', message: /192\.0\.2\.1/ });
});

t.test('two models in one process do not meet', async (t) => {
  await using one = await start({ score: () => 1 });
  await using two = await start({ score: () => 2, fault: { fault: 'run-raises' } });
  t.equal((await post(one.url, '{}')).body, '1');
  t.equal((await post(two.url, '{}')).status, 500);
  t.equal(one.hits(), 1);
});
