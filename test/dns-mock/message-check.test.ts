import t from 'tap';
import { checkMessage } from '../../dns-mock/message-check.ts';
import { readMessage } from '../../dns-mock/query.ts';
import { headerOf, opt, query, randomFrom, wireName } from './support.ts';

/** The message with some 16-bit fields of the header written over: offset, value. */
function altered(message: Buffer, ...fields: [offset: number, value: number][]): Buffer {
  const copy = Buffer.from(message);
  for (const [offset, value] of fields) copy.writeUInt16BE(value, offset);
  return copy;
}

/** A query whose question name is these octets. */
function named(...octets: number[]): Buffer {
  return Buffer.concat([query({ name: '' }).subarray(0, 12), Buffer.from(octets), Buffer.of(0, 1, 0, 1)]);
}

const label63 = 'a'.repeat(63);
const longest = `${`${label63}.`.repeat(3)}${'b'.repeat(61)}`;
const soaRecord = Buffer.concat([wireName('contoso.com'), Buffer.of(0, 6, 0, 1, 0, 0, 0, 0, 0, 0)]);
const cookie = Buffer.from('000a00080102030405060708', 'hex');

type Verdict = 'query' | 'FORMERR' | 'NOTIMP' | 'ignore';
const MESSAGES: [says: string, message: Buffer, verdict: Verdict][] = [
  ['a plain query', query(), 'query'],
  ['a query for the root', query({ name: '' }), 'query'],
  ['a name of 255 octets', query({ name: longest }), 'query'],
  ['EDNS', query({ edns: {} }), 'query'],
  ['EDNS with a cookie', query({ edns: { rdata: cookie } }), 'query'],
  ['an IXFR query with its SOA', altered(Buffer.concat([query({ type: 251 }), soaRecord]), [8, 1]), 'query'],
  ['the bits AD and CD', query({ flags: 0x0130 }), 'query'],

  ['no octets', Buffer.alloc(0), 'ignore'],
  ['half a header', query().subarray(0, 11), 'ignore'],
  ['a response', query({ flags: 0x8180 }), 'ignore'],
  ['a response with a hostile count', altered(query({ flags: 0x8180 }), [4, 0xffff]), 'ignore'],

  ['an inverse query', query({ flags: 0x0800 }), 'NOTIMP'],
  ['a NOTIFY', query({ flags: 0x2000 }), 'NOTIMP'],
  ['an UPDATE', query({ flags: 0x2800 }), 'NOTIMP'],
  ['an opcode that is not assigned', query({ flags: 0x7800 }), 'NOTIMP'],

  ['a header and no question', altered(query().subarray(0, 12), [4, 0]), 'FORMERR'],
  ['two questions', altered(Buffer.concat([query(), query().subarray(12)]), [4, 2]), 'FORMERR'],
  ['65,535 questions', altered(query(), [4, 0xffff]), 'FORMERR'],
  ['65,535 answers', altered(query(), [6, 0xffff]), 'FORMERR'],
  ['65,535 authorities', altered(query(), [8, 0xffff]), 'FORMERR'],
  ['65,535 additionals', altered(query(), [10, 0xffff]), 'FORMERR'],
  ['one additional that is not there', altered(query(), [10, 1]), 'FORMERR'],
  ['a header alone that claims a question', query().subarray(0, 12), 'FORMERR'],
  ['a name cut short', query().subarray(0, 20), 'FORMERR'],
  ['a question cut short', query().subarray(0, -1), 'FORMERR'],
  ['an octet too many', Buffer.concat([query(), Buffer.of(0)]), 'FORMERR'],
  ['a pointer to itself', named(0xc0, 12), 'FORMERR'],
  ['two pointers to each other', named(0xc0, 14, 0xc0, 12), 'FORMERR'],
  ['a pointer into the header', named(0xc0, 0), 'FORMERR'],
  ['a pointer past the end', named(0xff, 0xff), 'FORMERR'],
  ['a label of 64', named(64, ...Buffer.alloc(64, 'a'), 0), 'FORMERR'],
  ['a label type that was taken back', named(0x41, ...Buffer.alloc(65, 'a'), 0), 'FORMERR'],
  ['a name of 256 octets', query({ name: `${longest}b` }), 'FORMERR'],
  ['two OPT records', altered(Buffer.concat([query(), opt({}), opt({})]), [10, 2]), 'FORMERR'],
  [
    'an OPT that has a name',
    altered(Buffer.concat([query(), wireName('a').subarray(0, 2), opt({})]), [10, 1]),
    'FORMERR',
  ],
  ['an OPT among the authorities', altered(Buffer.concat([query(), opt({})]), [8, 1]), 'FORMERR'],
  ['an OPT cut short', query({ edns: { rdata: cookie } }).subarray(0, -1), 'FORMERR'],
  [
    'a record whose name is a loop',
    altered(Buffer.concat([query(), Buffer.of(0xc0, 33), Buffer.alloc(10)]), [10, 1]),
    'FORMERR',
  ],
  ['a datagram of 64 KiB', Buffer.concat([query(), Buffer.alloc(65_000)]), 'FORMERR'],
];

for (const [says, message, verdict] of MESSAGES) {
  t.test(`${says}: ${verdict === 'ignore' ? 'silence' : verdict}`, async (t) => {
    const check = checkMessage(message);
    t.equal(check.verdict === 'refuse' ? check.rcode : check.verdict, verdict);
    const reading = readMessage(message);
    if (reading.kind !== 'refused') return;
    const { id, response, rcode, counts } = headerOf(reading.reply);
    t.match({ id, response, rcode }, { id: 0x1234, response: true, rcode: verdict === 'NOTIMP' ? 4 : 1 });
    t.strictSame(counts, [0, 0, 0, 0]);
    t.equal(reading.reply.length, 12, 'no longer than what was sent');
  });
}

t.test('an option that is longer than its OPT record is a format error', async (t) => {
  const reading = readMessage(query({ edns: { rdata: Buffer.from('000a00ff01', 'hex') } }));
  t.match(reading, { kind: 'refused', rcode: 'FORMERR' });
});

t.test('a query says what its sender wants', async (t) => {
  const octets = query({
    id: 7,
    name: 'wWw.contoso.com',
    type: 28,
    edns: { payloadSize: 4096, flags: 0x8000 },
  });
  t.match(readMessage(octets), {
    kind: 'query',
    query: {
      id: 7,
      recursionDesired: true,
      question: { name: 'wWw.contoso.com', type: 28, class: 1 },
      edns: { version: 0, payloadSize: 4096, dnssecOk: true },
    },
  });
});

t.test('octets of a label that are no letters are told by number', async (t) => {
  const check = checkMessage(named(4, 0x61, 0x2e, 0x00, 0xff, 1, 0x62, 0));
  t.match(check, { verdict: 'query', name: 'a\\046\\000\\255.b' });
});

t.test('50,000 seeded mutations of queries and random messages are all read, in short order', async (t) => {
  const seed = 20_261_123;
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const originals = MESSAGES.map(([, message]) => message).filter(({ length }) => length < 1000);
  let slowestMs = 0;
  const kinds = { query: 0, refused: 0, ignored: 0 };
  for (let round = 0; round < 50_000; round++) {
    let message = Buffer.from(originals[below(originals.length)] ?? []);
    if (round % 3 === 0) message = Buffer.from(Array.from({ length: below(200) }, () => below(256)));
    for (let change = below(4); change > 0 && message.length > 0; change--)
      message[below(message.length)] = random() < 0.3 ? 0xc0 : below(256);
    if (random() < 0.2) message = message.subarray(0, below(message.length + 1));
    const startedAt = performance.now();
    kinds[readMessage(message).kind] += 1;
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  }
  t.ok(slowestMs < 500, `the slowest took ${slowestMs.toFixed(1)} ms (seed ${seed})`);
  for (const [kind, count] of Object.entries(kinds)) t.ok(count > 1000, `${count} were ${kind}`);
});
