import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import type { Observation } from '../../../common/observations.ts';
import { readSettings } from '../../../extension/settings.ts';
import { defaultDeployment } from '../../../gateway/routing/endpoints.ts';
import { KEY, NAME, routerOf, startTestGateway, type TestGateway } from '../../support/gateway.ts';

const skip = process.platform === 'linux' ? false : 'SO_REUSEPORT does not spread connections here';
const CLIENTS = 12;

interface Teardown {
  teardown(fn: () => unknown): void;
}

/** A router with two workers, and before it clients that each wait for an answer which never comes. */
async function startWaiting(
  t: Teardown,
  tapWire = false,
): Promise<{ at: TestGateway; clients: net.Socket[] }> {
  const model = http.createServer(() => undefined);
  await once(model.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => model.close().closeAllConnections());
  const blue = defaultDeployment('blue', `http://127.0.0.1:${(model.address() as AddressInfo).port}`);
  const at = await startTestGateway({
    workers: 2,
    tapWire,
    router: routerOf({ ...blue, maxConcurrentRequestsPerInstance: CLIENTS }),
  });
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const socket = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
      const client = tls.connect({ socket, servername: NAME, ca: at.caPem });
      client.on('error', () => undefined);
      await once(client, 'secureConnect');
      client.write(
        `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: ${NAME}\r\nauthorization: Bearer ${KEY}\r\n` +
          'content-length: 2\r\n\r\n{}',
      );
      return socket;
    }),
  );
  await at.observations.waitFor(() => at.gateway.router.readiness()[0]?.inFlight === CLIENTS);
  return { at, clients };
}

const of = (seen: readonly Observation[], kind: Observation['kind']): number[] =>
  seen
    .filter((one) => one.kind === kind)
    .map((one) => ('connection' in one ? one.connection : 0))
    .toSorted((a, b) => a - b);

const NUMBERS = Array.from({ length: CLIENTS }, (_, index) => index + 1);

for (const how of ['destroy', 'resetAndDestroy'] as const) {
  t.test(`after a ${how} of many connections the reports name these connections`, { skip }, async (t) => {
    const { at, clients } = await startWaiting(t);
    for (const client of clients) client[how]();
    await at.observations.waitFor(() => of(at.observations.all(), 'http-response').length === CLIENTS);
    await at[Symbol.asyncDispose]();
    for (const kind of ['connection-opened', 'connection-closed', 'http-response'] as const)
      t.strictSame(of(at.observations.all(), kind), NUMBERS, kind);
  });
}

for (const tapWire of [false, true]) {
  t.test(`everything that closing cuts off is reported, tapWire ${tapWire}`, { skip }, async (t) => {
    const { at } = await startWaiting(t, tapWire);
    await at[Symbol.asyncDispose]();
    for (const kind of ['connection-closed', 'http-response'] as const)
      t.strictSame(of(at.observations.all(), kind), NUMBERS, kind);
  });
}

t.test('a warning about the settings is given once, however many serve', { skip }, async (t) => {
  const warnings: string[] = [];
  const log = { ...silentLogger, warn: (_fields: object, message: string) => warnings.push(message) };
  await using at = await startTestGateway({
    workers: 2,
    secret: null,
    log,
    settings: readSettings({ enableInference: 'True', allowInsecureConnections: 'True' }, {}),
  });
  await at.gateway.flushed();
  t.match(warnings, [/allowInsecureConnections/]);
  t.equal(warnings.length, 1);
});
