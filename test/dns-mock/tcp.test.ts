import { once } from 'node:events';
import net from 'node:net';
import t from 'tap';
import { FrameReader } from '../../dns-mock/frames.ts';
import type { DnsServer } from '../../dns-mock/server.ts';
import { needs } from '../support/tools.ts';
import { dig, headerOf, isQuery, query, record, startTestDns, zone } from './support.ts';

const contoso = zone(
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('slow.contoso.com', 'A', '127.0.0.2'),
);

function framed(...messages: Buffer[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => [Buffer.of(message.length >> 8, message.length & 0xff), message]),
  );
}

/** A connection that hands out the ids of the replies as they come. */
async function connect(dns: DnsServer) {
  const socket = net.connect({ host: dns.address, port: dns.port, allowHalfOpen: true, noDelay: true });
  await once(socket, 'connect');
  const reader = new FrameReader();
  const ids: number[] = [];
  let wake = (): void => undefined;
  socket.on('data', (piece: Buffer) => {
    for (const reply of reader.push(piece)) ids.push(headerOf(reply).id);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.once('end', () => socket.end());
  return {
    socket,
    closed,
    async replies(count: number): Promise<number[]> {
      while (ids.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return ids.splice(0, count);
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

t.test('a query may come octet by octet', async (t) => {
  await using dns = await startTestDns([contoso]);
  using client = await connect(dns);
  for (const octet of framed(query({ id: 5 }))) {
    client.socket.write(Buffer.of(octet));
    await new Promise(setImmediate);
  }
  t.strictSame(await client.replies(1), [5]);
  t.match(dns.observations.all().filter(isQuery), [{ transport: 'tcp', name: 'www.contoso.com' }]);
});

t.test('several queries in one piece are all answered, and more after them', async (t) => {
  await using dns = await startTestDns([contoso]);
  using client = await connect(dns);
  client.socket.write(framed(query({ id: 1 }), query({ id: 2 }), query({ id: 3 })));
  t.strictSame(await client.replies(3), [1, 2, 3]);
  client.socket.write(framed(query({ id: 4 })));
  t.strictSame(await client.replies(1), [4]);
});

t.test('a late answer does not hold up the ones after it', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setFault('slow.contoso.com', { fault: 'delay', delayMs: 100 });
  using client = await connect(dns);
  client.socket.write(framed(query({ id: 1, name: 'slow.contoso.com' }), query({ id: 2 })));
  t.strictSame(await client.replies(2), [2, 1]);
});

t.test('a client that has said all it wants still gets its late answer', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setFault('slow.contoso.com', { fault: 'delay', delayMs: 50 });
  using client = await connect(dns);
  const startedAt = performance.now();
  client.socket.end(framed(query({ id: 1, name: 'slow.contoso.com' })));
  t.strictSame(await client.replies(1), [1]);
  await client.closed;
  t.ok(performance.now() - startedAt < 5000, 'and the connection ends with it, long before the idle time');
});

t.test('a query that gets no answer leaves the connection usable', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setFault('slow.contoso.com', { fault: 'no-answer' });
  using client = await connect(dns);
  client.socket.write(framed(query({ id: 1, name: 'slow.contoso.com' }), query({ id: 2 })));
  t.strictSame(await client.replies(1), [2]);
});

t.test('a malformed query gets FORMERR and a response gets nothing', async (t) => {
  await using dns = await startTestDns([contoso]);
  using client = await connect(dns);
  const twoQuestions = query({ id: 2 });
  twoQuestions.writeUInt16BE(2, 4);
  client.socket.write(framed(query({ id: 1, flags: 0x8180 }), twoQuestions, query({ id: 3 })));
  t.strictSame(await client.replies(2), [2, 3]);
});

for (const [says, prefix] of [
  ['an empty message', 0],
  ['less than a header', 11],
  ['64 KiB', 0xffff],
] as const) {
  t.test(`a connection that announces ${says} is closed after the answers before it`, async (t) => {
    await using dns = await startTestDns([contoso]);
    using client = await connect(dns);
    client.socket.write(framed(query({ id: 1 })));
    t.strictSame(await client.replies(1), [1]);
    client.socket.write(Buffer.of(prefix >> 8, prefix & 0xff));
    await client.closed;
  });
}

t.test('a connection without a complete query is closed after the idle time', async (t) => {
  await using dns = await startTestDns([contoso], { tcp: { idleMs: 100 } });
  using silent = await connect(dns);
  using dripping = await connect(dns);
  const drip = setInterval(() => dripping.socket.write(Buffer.of(0)), 20);
  dripping.socket.write(Buffer.of(1));
  const startedAt = performance.now();
  await Promise.all([silent.closed, dripping.closed]);
  clearInterval(drip);
  const elapsedMs = performance.now() - startedAt;
  t.ok(elapsedMs >= 90 && elapsedMs < 1500, `closed after ${elapsedMs.toFixed(0)} ms`);
});

t.test('an answer that is later than the idle time still comes', async (t) => {
  await using dns = await startTestDns([contoso], { tcp: { idleMs: 30 } });
  dns.setFault('slow.contoso.com', { fault: 'delay', delayMs: 150 });
  using client = await connect(dns);
  client.socket.write(framed(query({ id: 1, name: 'slow.contoso.com' })));
  t.strictSame(await client.replies(1), [1]);
  await client.closed;
});

t.test('when there are too many connections the longest idle one makes room', async (t) => {
  await using dns = await startTestDns([contoso], { tcp: { maxConnections: 2 } });
  using first = await connect(dns);
  first.socket.write(framed(query({ id: 1 })));
  await first.replies(1);
  using second = await connect(dns);
  second.socket.write(framed(query({ id: 2 })));
  await second.replies(1);
  first.socket.write(framed(query({ id: 3 })));
  await first.replies(1);
  const startedAt = performance.now();
  using third = await connect(dns);
  await second.closed;
  t.ok(performance.now() - startedAt < 5000, 'at once, not after the idle time');
  for (const client of [third, first]) {
    client.socket.write(framed(query({ id: 4 })));
    t.strictSame(await client.replies(1), [4]);
  }
});

t.test('closing the server cuts its connections and drops answers that are still to come', async (t) => {
  const dns = await startTestDns([contoso]);
  dns.setFault('slow.contoso.com', { fault: 'delay', delayMs: 60_000 });
  using client = await connect(dns);
  client.socket.write(framed(query({ id: 1, name: 'slow.contoso.com' }), query({ id: 2 })));
  t.strictSame(await client.replies(1), [2]);
  await Promise.all([dns.close(), dns.close(), client.closed]);
  await t.rejects(connect(dns), { code: 'ECONNREFUSED' });
});

t.test('dig +keepopen sends several queries on one connection', { skip: needs('dig') }, async (t) => {
  await using dns = await startTestDns([contoso]);
  const printed = await dig(dns, '+tcp', '+keepopen', '+short', 'www.contoso.com', 'slow.contoso.com');
  t.match(printed, /127\.0\.0\.1\n127\.0\.0\.2\n/);
  const clients = dns.observations.all().filter(isQuery);
  t.equal(clients.length, 2);
  t.equal(clients[0]?.client, clients[1]?.client);
});
