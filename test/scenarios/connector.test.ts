import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { connectorWith } from '../../scenarios/connector.ts';

/** A server that takes connections and says nothing. */
async function silentServer(t: Test): Promise<{ port: number; closed: Promise<unknown> }> {
  const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const closed = once(server, 'connection').then(([socket]: Socket[]) => socket && once(socket, 'close'));
  t.teardown(() => server.close());
  return { port: (server.address() as AddressInfo).port, closed };
}

const connect = (port: number, hostname: string, protocol: string, timeoutMs: number) =>
  new Promise<{ error: Error | null; socket: Socket | null; ms: number }>((resolve) => {
    const start = performance.now();
    const lookup: net.LookupFunction = (_name, _options, callback) =>
      setImmediate(callback, null, [{ address: '127.0.0.1', family: 4 }]);
    const connector = connectorWith({ socket: { lookup }, timeoutMs, renegotiate: false });
    connector({ hostname, host: hostname, protocol, port: String(port) }, (error, socket) =>
      resolve({ error, socket, ms: performance.now() - start }),
    );
  });

t.test('a handshake that is never answered ends when its time is up, by name and by address', async (t) => {
  for (const hostname of ['www.contoso.com', '127.0.0.1']) {
    const { port, closed } = await silentServer(t);
    const { error, ms } = await connect(port, hostname, 'https:', 100);
    t.match(error, { code: 'UND_ERR_CONNECT_TIMEOUT' });
    t.ok(ms >= 99 && ms < 450, `${ms} ms; undici by itself takes 499 at least`);
    await closed;
  }
});

t.test('a connection that is made outlives the time-out', async (t) => {
  const { port } = await silentServer(t);
  const { error, socket } = await connect(port, '127.0.0.1', 'http:', 20);
  t.equal(error, null);
  await new Promise((resolve) => setTimeout(resolve, 40));
  t.equal(socket?.destroyed, false);
  socket?.destroy();
});
