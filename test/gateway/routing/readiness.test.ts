import http from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Logger } from '../../../common/logger.ts';
import { silentLogger } from '../../../common/logger.ts';
import type { Probe } from '../../../gateway/routing/endpoints.ts';
import { blue, demo, startBackend, startBed } from './support.ts';

const QUICK: Probe = {
  initialDelayMs: 1,
  periodMs: 10,
  timeoutMs: 1000,
  successThreshold: 1,
  failureThreshold: 2,
};
const NEVER: Probe = { ...QUICK, initialDelayMs: 3_600_000 };

/** A logger that hands on each change of readiness as it happens. */
function watching(): { log: Logger; next(): Promise<string> } {
  const seen: string[] = [];
  let wake = (): void => undefined;
  return {
    log: {
      ...silentLogger,
      warn: (_fields, message) => {
        seen.push(message);
        wake();
      },
    },
    next: async () => {
      while (seen.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return seen.shift() ?? '';
    },
  };
}

t.test('a model server that dies goes unready and is a 503, and comes back with its probe', async (t) => {
  const { log, next } = watching();
  const handler: http.RequestListener = (request, response) =>
    response.end(request.url === '/' ? 'Healthy' : 'ok');
  const first = http.createServer(handler);
  await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
  const { port } = first.address() as AddressInfo;
  const bed = await startBed(t, {
    log,
    endpoints: [demo([blue(`http://127.0.0.1:${port}`, { readinessProbe: QUICK, livenessProbe: NEVER })])],
  });
  t.equal((await bed.send()).status, 200, 'it scores at once, before any probe');
  t.match(bed.router.readiness(), [{ ready: true, readyReplicas: 1 }]);

  await new Promise((resolve) => {
    first.close(resolve);
    first.closeAllConnections();
  });
  t.equal(await next(), 'probe failed');
  const answer = await bed.send();
  t.equal(answer.status, 503);
  t.match(JSON.parse(answer.body), { error: { code: 'NoReadyReplica' } });
  t.match(await bed.responseOf(String(answer.headers['x-request-id'])), { decision: 'no-replica' });
  t.match(bed.router.readiness(), [{ ready: false, readyReplicas: 0, replicas: 1 }]);

  const second = http.createServer(handler);
  await new Promise<void>((resolve) => second.listen(port, '127.0.0.1', resolve));
  t.teardown(() => {
    second.close();
    second.closeAllConnections();
  });
  t.equal(await next(), 'probe passes again');
  t.equal((await bed.send()).status, 200);
});

const UNHEALTHY: [string, http.RequestListener][] = [
  ['answers its probe with 500', (_request, response) => response.writeHead(500).end()],
  ['answers its probe with 404', (_request, response) => response.writeHead(404).end()],
  ['does not answer its probe in time', () => undefined],
];

for (const [what, handler] of UNHEALTHY) {
  t.test(`a model server that ${what} is not ready`, async (t) => {
    const { log, next } = watching();
    const model = await startBackend(t, handler);
    const bed = await startBed(t, {
      log,
      endpoints: [
        demo([blue(model.url, { livenessProbe: { ...QUICK, timeoutMs: 20 }, readinessProbe: NEVER })]),
      ],
    });
    t.equal(await next(), 'probe failed');
    t.equal((await bed.send()).status, 503);
  });
}

t.test('probes ask for / below the path of the backend', async (t) => {
  const asked = Promise.withResolvers<string>();
  const model = await startBackend(t, (request, response) => {
    asked.resolve(`${request.method} ${request.url}`);
    response.end();
  });
  await startBed(t, {
    endpoints: [demo([blue(`${model.url}/v1`, { livenessProbe: QUICK, readinessProbe: NEVER })])],
  });
  t.equal(await asked.promise, 'GET /v1/');
});
