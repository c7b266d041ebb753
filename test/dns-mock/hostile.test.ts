import { execFile } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import type { DnsServer } from '../../dns-mock/server.ts';
import { needs } from '../support/tools.ts';
import { hostileDatagrams } from './flood.ts';
import {
  dig,
  headerOf,
  isQuery,
  query,
  randomFrom,
  record,
  startTestDns,
  udpClient,
  zone,
} from './support.ts';

const contoso = zone(record('www.contoso.com', 'A', '127.0.0.1'));
const seed = 3000;

/** A process of its own sends the datagrams as fast as it can, so that the server has to keep up with it. */
async function flood(dns: DnsServer, seed: number): Promise<void> {
  const script = fileURLToPath(new URL('flood.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, String(dns.port), String(seed)]);
}

/** ms that dig itself measured between question and answer. */
function queryTime(printed: string): number {
  return Number(/Query time: (\d+) msec/.exec(printed)?.[1] ?? Number.NaN);
}

t.test('3,000 random datagrams later dig is answered within 100 ms', { skip: needs('dig') }, async (t) => {
  await using dns = await startTestDns([contoso]);
  await flood(dns, seed);
  const printed = await dig(dns, 'www.contoso.com');
  t.match(printed, /status: NOERROR[\s\S]*127\.0\.0\.1\n/);
  t.ok(queryTime(printed) < 100, `answered in ${queryTime(printed)} ms (seed ${seed})`);
});

t.test('an honest query among 3,000 random datagrams is answered within 100 ms', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using hostile = await udpClient(dns);
  await using honest = await udpClient(dns);
  let slowestMs = 0;
  for (const [n, datagram] of hostileDatagrams(seed).entries()) {
    await hostile.send(datagram);
    if (n % 100 !== 0) continue;
    const startedAt = performance.now();
    await honest.send(query({ id: n }));
    t.match(headerOf(await honest.next()), { id: n, rcode: 0, counts: [1, 1, 0, 0] });
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  }
  t.ok(slowestMs < 100, `the slowest took ${slowestMs.toFixed(1)} ms (seed ${seed})`);
  const honestOnes = dns.observations.all().filter(isQuery);
  t.equal(honestOnes.filter(({ name }) => name === 'www.contoso.com').length, 30);
});

t.test('a thousand queries that claim 65,535 records each are answered with FORMERR at once', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  const startedAt = performance.now();
  let refused = 0;
  for (let n = 0; n < 1000; n++) {
    const claim = query({ id: n });
    for (const at of [4, 6, 8, 10]) if (n % 4 === (at - 4) / 2) claim.writeUInt16BE(0xffff, at);
    await client.send(claim);
    const { id, rcode } = headerOf(await client.next());
    if (id === n && rcode === 1) refused += 1;
  }
  t.equal(refused, 1000);
  t.ok(performance.now() - startedAt < 5000);
  t.equal(dns.observations.all().length, 0, 'what cannot be read as a query is not observed as one');
});

t.test('datagrams full of records that point to one long name do not delay honest questions', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using hostile = await udpClient(dns);
  await using honest = await udpClient(dns);
  const pointing = Buffer.from('c00c00010001000000000000', 'hex');
  const datagram = Buffer.concat([
    query({ name: `${`${'a'.repeat(63)}.`.repeat(3)}${'b'.repeat(61)}` }),
    ...Array.from({ length: 5000 }, () => pointing),
  ]);
  datagram.writeUInt16BE(5000, 6);
  const startedAt = performance.now();
  for (let n = 0; n < 3; n++) await hostile.send(datagram);
  await honest.send(query({ id: 1 }));
  t.match(headerOf(await honest.next()), { id: 1, rcode: 0 });
  t.match(headerOf(await hostile.next()), { rcode: 1 });
  const elapsedMs = performance.now() - startedAt;
  t.ok(elapsedMs < 100, `all took ${elapsedMs.toFixed(1)} ms`);
});

t.test('a response is not answered, so two servers never talk to each other for ever', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  await client.send(query({ id: 1, flags: 0x8180 }));
  await client.send(query({ id: 2 }));
  t.equal(headerOf(await client.next()).id, 2);
});

t.test('random octets over TCP end in a closed connection and disturb no other client', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  const random = randomFrom(seed);
  for (let n = 0; n < 50; n++) {
    const socket = net.connect(dns.port, dns.address);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.resume();
    socket.end(Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256))));
    await once(socket, 'close');
  }
  await client.send(query({ id: 9 }));
  t.equal(headerOf(await client.next()).id, 9);
});
