import { createHmac } from 'node:crypto';
import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import { ObservationLog } from '../../../common/observation-log.ts';
import { readUpdate } from '../../../dns-mock/update/read-update.ts';
import { verifyTsig } from '../../../dns-mock/update/tsig.ts';
import type { TsigKey } from '../../../dns-mock/update/tsig-key.ts';
import { Updater } from '../../../dns-mock/update/updater.ts';
import { ZoneStore } from '../../../dns-mock/zone-store.ts';
import { headerOf, randomFrom, record, startTestDns, udpClient, wireName, zone } from '../support.ts';
import { A, ANY, address, CNAME, NONE, SOA, soa, TXT, text, updateMessage } from './update-message.ts';

const seed = 2136;
const key: TsigKey = {
  name: 'contoso-key',
  algorithm: 'hmac-sha256',
  secret: Buffer.from('secret of the test'),
};
const contoso = zone(record('www.contoso.com', 'A', '127.0.0.1'));

const good = updateMessage({
  prerequisites: [{ name: 'www.contoso.com', type: A, class: ANY }],
  updates: [
    { name: 'www.contoso.com', type: A, class: NONE, rdata: address(1) },
    { name: 'a.contoso.com', type: TXT, rdata: text('x') },
    { name: 'b.contoso.com', type: CNAME, rdata: wireName('a.contoso.com') },
    { name: 'contoso.com', type: SOA, rdata: soa(9) },
  ],
});

/** A signed request, octet by octet (RFC 8945 section 4.3), so that what is tested does not test itself. */
function signed(message: Buffer, timeSigned: number): Buffer {
  const [name, algorithm] = [wireName(key.name), wireName(key.algorithm)];
  const [type, classAndTtl] = [Buffer.from('00fa', 'hex'), Buffer.from('00ff00000000', 'hex')];
  const time = Buffer.alloc(8);
  time.writeUIntBE(timeSigned, 0, 6);
  time.writeUInt16BE(300, 6);
  const errorAndOther = Buffer.alloc(4);
  const mac = createHmac('sha256', key.secret)
    .update(Buffer.concat([message, name, classAndTtl, algorithm, time, errorAndOther]))
    .digest();
  const rdata = Buffer.concat([
    algorithm,
    time,
    Buffer.of(0, mac.length),
    mac,
    message.subarray(0, 2),
    errorAndOther,
  ]);
  const octets = Buffer.concat([message, name, type, classAndTtl, Buffer.of(0, rdata.length), rdata]);
  octets.writeUInt16BE(1, 10);
  return octets;
}

function updaterFor(keys: TsigKey[]) {
  const store = new ZoneStore([contoso], () => 0);
  return new Updater(store, { keys, unsignedFromLoopback: true }, new ObservationLog().emit, silentLogger);
}

const answerTo = (message: Buffer, client = '127.0.0.1:5353') =>
  updaterFor([key]).answer({ transport: 'udp', client, message });

t.test(
  'each octet of a good update replaced, and each cut of it, is answered and breaks nothing',
  async (t) => {
    const random = randomFrom(seed);
    let answered = 0;
    for (let at = 12; at < good.length; at++) {
      const changed = Buffer.from(good);
      changed[at] = Math.floor(random() * 256);
      for (const message of [changed, good.subarray(0, at)]) {
        const { response, counts } = headerOf(answerTo(message));
        if (response && counts[1] === 0) answered += 1;
      }
    }
    t.equal(answered, 2 * (good.length - 12), `seed ${seed}`);
  },
);

t.test('a message of pointers that lead to a long name costs no more than 20 ms', async (t) => {
  const long = wireName([...Array(3).fill('x'.repeat(63)), 'contoso', 'com'].join('.'));
  const fixed = Buffer.from(
    updateMessage({ updates: [{ name: 'contoso.com', type: A, rdata: address(1) }] }),
  );
  const zoneEnd = 12 + 13 + 4;
  const first = Buffer.concat([long, Buffer.from('000100010000003c00047f000001', 'hex')]);
  const pointed = Buffer.from(`c0${zoneEnd.toString(16)}000100010000003c00047f000001`, 'hex');
  const count = Math.floor((16_384 - zoneEnd - first.length) / pointed.length);
  const message = Buffer.concat([fixed.subarray(0, zoneEnd), first, ...Array(count).fill(pointed)]);
  message.writeUInt16BE(count + 1, 8);
  const startedAt = performance.now();
  const read = readUpdate(message);
  const tookMs = performance.now() - startedAt;
  t.equal(typeof read === 'string' ? read : read.updates.length, count + 1);
  t.ok(tookMs < 20, `${tookMs.toFixed(1)} ms for ${count} records`);
});

t.test(
  'names that point to themselves or forward, counts without records and long messages are FORMERR',
  async (t) => {
    const head = good.subarray(0, 12);
    const withZone = (octets: string) => Buffer.concat([head, Buffer.from(octets, 'hex')]);
    for (const message of [
      withZone('c00c00060001'),
      withZone('c01000060001'),
      head,
      Buffer.concat([good, Buffer.alloc(16_384)]),
    ])
      t.equal(headerOf(answerTo(message)).rcode, 1);
  },
);

t.test('an unsigned update from another machine is refused, with or without a key', async (t) => {
  for (const client of ['192.0.2.1:53', '[2001:db8::1]:53', '[::ffff:192.0.2.1]:53'])
    for (const keys of [[], [key]]) {
      const answer = updaterFor(keys).answer({ transport: 'udp', client, message: good });
      t.equal(headerOf(answer).rcode, 5, client);
    }
  for (const client of ['127.9.9.9:53', '[::1]:53', '[::ffff:127.0.0.1]:53'])
    t.equal(headerOf(updaterFor([]).answer({ transport: 'udp', client, message: good })).rcode, 0, client);
});

t.test(
  'a signed update is accepted from anywhere, and one of another time is BADTIME with a signature',
  async (t) => {
    const now = Math.floor(Date.now() / 1000);
    t.equal(headerOf(answerTo(signed(good, now), '192.0.2.1:53')).rcode, 0);
    const late = answerTo(signed(good, now - 1000), '192.0.2.1:53');
    t.equal(headerOf(late).rcode, 9);
    const fromEnd = (octets: number) => late.readUInt16BE(late.length - octets);
    t.strictSame({ error: fromEnd(10), otherLength: fromEnd(8) }, { error: 18, otherLength: 6 });
    t.ok(Math.abs(late.readUIntBE(late.length - 6, 6) - now) < 5, 'it carries the time of the server');
  },
);

t.test('every octet of a signed update counts', async (t) => {
  const now = Math.floor(Date.now() / 1000);
  const message = signed(good, now);
  let accepted = 0;
  for (let at = 0; at < message.length; at++) {
    const changed = Buffer.from(message);
    changed[at] = (changed[at] ?? 0) ^ 0x20;
    const read = readUpdate(changed);
    if (typeof read === 'string' || read.tsig === null) continue;
    if (verifyTsig(changed, read.tsig, [key], now).outcome === 'good') accepted += 1;
  }
  // The id of the message stands in the record as well, and letters of names have no case there.
  const free = 2 + 'contoso-key'.replace('-', '').length + 'hmac-sha256'.replace(/[^a-z]/g, '').length;
  t.ok(accepted <= free, `${accepted} changes were accepted, ${free} change nothing`);
});

t.test('the server goes on after garbage with the opcode UPDATE', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  const random = randomFrom(seed);
  for (let round = 0; round < 500; round++) {
    const octets = Buffer.from(
      Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256)),
    );
    await client.send(Buffer.concat([good.subarray(0, 12), octets]));
    t.ok(headerOf(await client.next()).response);
  }
  await client.send(good);
  t.equal(headerOf(await client.next()).rcode, 0);
});
