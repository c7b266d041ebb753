import t from 'tap';
import { PROFILES, type Profile } from '../../../gateway/routing/profiles.ts';
import type { Row } from '../../../gateway/routing/status-row.ts';
import { type Condition, STATUS_TABLE } from '../../../gateway/routing/status-table.ts';
import { needs } from '../../support/tools.ts';
import { type Answer, type Bed, blue, demo, gate, KEY, startBackend, startBed } from './support.ts';
import { startTlsBed } from './tls-bed.ts';

/** The statuses that the articles document, by which the table is held. */
const DOCUMENTED: [Condition, Profile, number][] = [
  ['model-error', 'kubernetes', 502],
  ['model-crashed', 'kubernetes', 502],
  ['queue-full', 'kubernetes', 503],
  ['timeout', 'kubernetes', 504],
  ['model-error', 'managed', 424],
  ['model-refused', 'managed', 424],
  ['timeout', 'managed', 408],
  ['queue-full', 'managed', 429],
  ['no-traffic', 'managed', 404],
  ['unauthorized', 'managed', 401],
  ['model-error', 'v1', 502],
  ['queue-full', 'v1', 503],
  ['timeout', 'v1', 504],
];

for (const [condition, profile, status] of DOCUMENTED) {
  t.test(`${condition} is ${status} under ${profile}`, async (t) => {
    t.equal(STATUS_TABLE[condition].answers[profile].status, status);
  });
}

t.test('no row has a Retry-After, with which azure-core would repeat a POST', async (t) => {
  for (const row of Object.values(STATUS_TABLE) as Row[]) {
    for (const profile of PROFILES) t.equal(row.answers[profile].headers?.['retry-after'], undefined);
  }
});

type Cause = (bed: Bed, letGo: () => void) => Promise<Answer>;

/** How each condition is brought about; `letGo` lets the model server answer what it was asked to hold. */
const CAUSES: Record<Condition, Cause> = {
  scored: (bed) => bed.send({ path: '/api/v1/endpoint/demo/score?ok' }),
  swagger: (bed) => bed.send({ path: '/api/v1/endpoint/demo/swagger.json', method: 'GET' }),
  'model-refused': (bed) => bed.send({ path: '/api/v1/endpoint/demo/score?refuse' }),
  'model-error': (bed) => bed.send({ path: '/api/v1/endpoint/demo/score?raise' }),
  'model-crashed': (bed) => bed.send({ path: '/api/v1/endpoint/demo/score?crash' }),
  timeout: (bed) => bed.send({ path: '/api/v1/endpoint/demo/score?hang' }),
  'queue-full': async (bed, letGo) => {
    const working = bed.send({ path: '/api/v1/endpoint/demo/score?hold' });
    await bed.requestOf();
    const waiting = bed.send({ path: '/api/v1/endpoint/demo/score?ok' });
    await bed.observations.waitFor((one) => one.kind === 'http-request' && one.path.endsWith('ok'));
    // Under `managed` the third is refused at once, elsewhere the second gives up after max_queue_wait_ms.
    const third = bed.send({ path: '/api/v1/endpoint/demo/score?ok' });
    const answer = await Promise.race([waiting, third]);
    letGo();
    await Promise.all([working, waiting, third]);
    return answer;
  },
  'no-replica': async (bed) => {
    bed.router.putDeployment('demo', {
      ...blue('http://127.0.0.1:9', {
        readinessProbe: {
          initialDelayMs: 1,
          periodMs: 10,
          timeoutMs: 50,
          successThreshold: 1,
          failureThreshold: 1,
        },
      }),
    });
    while (bed.router.readiness()[0]?.ready) await new Promise((resolve) => setTimeout(resolve, 2));
    return bed.send();
  },
  'no-traffic': (bed) => {
    bed.router.setTraffic('demo', {});
    return bed.send();
  },
  unauthorized: (bed) => bed.send({ key: 'wrong' }),
  'token-expired': async (bed) => {
    bed.router.putEndpoint({ ...demo([blue('http://127.0.0.1:9')]), authMode: 'aml_token' });
    const { accessToken } = bed.router.issueToken('demo');
    return bed.send({ key: accessToken });
  },
  'endpoint-unknown': (bed) => bed.send({ path: '/api/v1/endpoint/other/score' }),
  'deployment-unknown': (bed) => bed.send({ headers: { 'azureml-model-deployment': 'red' } }),
  'path-unknown': (bed) => bed.send({ path: '/' }),
  'method-not-allowed': (bed) => bed.send({ method: 'DELETE' }),
  'body-too-large': (bed) => bed.send({ body: 'x'.repeat(2000) }),
  'head-invalid': (bed) => bed.send({ headers: { host: 'a b' } }),
  'transfer-coding': (bed) =>
    bed.send({ headers: { 'transfer-encoding': 'gzip, chunked' }, body: '0\r\n\r\n' }),
  upgrade: (bed) => bed.send({ headers: { connection: 'upgrade', upgrade: 'websocket' } }),
  'http-10': (bed) => bed.send({ http10: true }),
  'header-too-large': (bed) =>
    bed.send({ headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`x-${n}`, '1'])) }),
};

for (const profile of PROFILES) {
  const noCurl = needs('curl');
  for (const [condition, cause] of Object.entries(CAUSES) as [Condition, Cause][]) {
    t.test(`${profile}: ${condition} is answered over TLS as its row says`, { skip: noCurl }, async (t) => {
      const hold = gate();
      const model = await startBackend(t, async (request, response) => {
        const [, what] = (request.url ?? '').split('?');
        if (what === 'crash') request.socket.destroy();
        if (what === 'hold') await hold.opened;
        if (what === 'crash' || what === 'hang') return;
        const status = { refuse: 415, raise: 500 }[what ?? ''] ?? 200;
        response.writeHead(status, { 'content-type': 'text/plain', server: 'model' }).end('the model server');
      });
      const bed = await startTlsBed(t, {
        profile,
        endpoints: [
          demo([
            blue(model.url, {
              requestTimeoutMs: condition === 'timeout' ? 30 : 5000,
              maxQueueWaitMs: profile === 'managed' ? 60_000 : 30,
            }),
          ]),
        ],
        bodyLimitBytes: 1000,
        tokenLifetimeMs: 0,
      });
      const row: Row = STATUS_TABLE[condition];
      const expected = row.answers[profile];
      const answer = await cause(bed, hold.open);
      const modelStatus = { 'model-refused': 415, 'model-error': 500 }[condition as string] ?? 200;
      t.equal(answer.status, expected.status === 'model' ? modelStatus : expected.status);
      t.equal((await bed.responseOf(String(answer.headers['x-request-id']))).decision, condition);
      if (expected.body === 'model') {
        t.equal(answer.body, 'the model server');
        t.equal(answer.headers['azureml-model-deployment'], 'blue');
      } else if ('text' in expected.body) {
        t.match(answer.headers['content-type'], /^text\/plain/);
        t.equal(answer.body, fill(expected.body.text));
      } else {
        t.equal(answer.headers['content-type'], 'application/json');
        const { code, message } = expected.body;
        t.strictSame(JSON.parse(answer.body), { error: { code, message: fill(message) } });
      }
      for (const [name, value] of Object.entries(expected.headers ?? {})) {
        t.equal(answer.headers[name], fill(value, modelStatus), name);
      }
      const server = { managed: 'azureml-frontdoor', v1: 'Cowboy', kubernetes: undefined }[profile];
      t.equal(answer.headers.server, server ?? (expected.body === 'model' ? 'model' : undefined));
      t.notMatch(JSON.stringify(answer), /\{(endpoint|deployment|seconds|allow|limit|model\w+)\}/);
      t.notMatch(JSON.stringify(answer), KEY);
    });
  }
}

function fill(text: string, modelStatus = 200): string {
  const values: Record<string, string> = {
    endpoint: 'demo',
    deployment: 'blue',
    seconds: '0.03',
    allow: 'GET, HEAD, POST, OPTIONS',
    limit: '1000',
    modelStatus: String(modelStatus),
    modelReason: { 415: 'Unsupported Media Type', 500: 'Internal Server Error' }[modelStatus] ?? 'OK',
  };
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name);
}

t.test('a row can be replaced by one who knows better', async (t) => {
  const model = await startBackend(t, (_request, response) => response.writeHead(500).end('traceback'));
  const bed = await startBed(t, {
    endpoints: [demo([blue(model.url)])],
    answers: {
      'model-error': { status: 500, body: { text: 'upstream failed for {deployment}' } },
      unauthorized: { body: { code: 'key_auth_access_denied', message: 'denied' } },
    },
  });
  t.match(await bed.send(), { status: 500, body: 'upstream failed for blue' });
  t.match(await bed.send({ key: null }), { status: 401, body: /key_auth_access_denied/ });
});
