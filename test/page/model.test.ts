import t from 'tap';
import type { Certificate, Observation } from '../../page/api-types.ts';
import { covers, problemsOf } from '../../page/model/chain-problems.ts';
import { ladderOf } from '../../page/model/ladder.ts';
import { isDone, type LessonStep, type Seen } from '../../page/model/lesson.ts';
import { outcomeOf } from '../../page/model/outcome.ts';
import { readReport } from '../../page/model/report.ts';
import { readMessages } from '../../page/model/tls-bytes.ts';
import { VisitBook } from '../../page/model/visit-book.ts';

let seq = 0;
const seen = (body: object, ms = 0): Observation =>
  ({ seq: ++seq, at: new Date(ms).toISOString(), ms, ...body }) as Observation;

const opened = (connection: number, client: string, ms = 0): Observation =>
  seen({ kind: 'connection-opened', connection, client, listener: 'https', local: '127.0.0.1:8443' }, ms);
const offered = (sni: string | null) => ({ versions: ['TLSv1.2'], cipherSuites: [], alpn: [], sni });
const hello = (connection: number, sni: string | null, ms = 0): Observation =>
  seen({ kind: 'tls-client-hello', connection, offered: offered(sni) }, ms);
const closed = (connection: number, applicationBytes = 0, how = 'client-fin'): Observation =>
  seen({
    kind: 'connection-closed',
    connection,
    applicationBytes,
    how,
    bytesReceived: 1,
    bytesSent: 1,
    durationMs: 5,
  });
const query = (name: string, ms: number): Observation =>
  seen(
    {
      kind: 'dns-query',
      name,
      type: 'A',
      transport: 'udp',
      client: '127.0.0.1:53000',
      edns: false,
      rcode: 'NOERROR',
      answers: [`${name}. 60 IN A 127.0.0.1`],
      truncated: false,
      fault: null,
      durationMs: 1,
    },
    ms,
  );

const bookOf = (...events: Observation[]): VisitBook => {
  const book = new VisitBook();
  for (const event of events) book.add(event);
  return book;
};

t.test('a question belongs to the connection that asks for its name soon after', async (t) => {
  const near = bookOf(query('www.contoso.com', 0), opened(1, 'a:1', 10), hello(1, 'www.contoso.com', 11));
  t.equal(near.visits.length, 1);
  t.equal(near.visits[0]?.events[0]?.kind, 'dns-query');
  const other = bookOf(query('other.contoso.com', 0), opened(1, 'a:1', 10), hello(1, 'www.contoso.com', 11));
  t.equal(other.visits.length, 2, 'another name');
  const late = bookOf(query('www.contoso.com', 0), opened(1, 'a:1', 9000), hello(1, 'www.contoso.com', 9001));
  t.equal(late.visits.length, 2, 'long ago');
});

t.test('a host of a scenario is one visit, in whichever order its two connections report', async (t) => {
  const from = '127.0.0.1:50000';
  const handedOn = seen({ kind: 'connection-handed-on', connection: 1, from });
  const before = [opened(1, 'a:1'), hello(1, 'expired.badfe.test')];
  for (const order of [
    () => [handedOn, opened(2, from), hello(2, 'expired.badfe.test')],
    () => [opened(2, from), handedOn, hello(2, 'expired.badfe.test')],
  ]) {
    seq = 100;
    const events = [...before, ...order()].map(
      (event, index) => ({ ...event, seq: index + 1 }) as Observation,
    );
    const ends = [closed(2, 40, 'error'), closed(1, 0)].map((event, index) => ({
      ...event,
      seq: 50 + index,
    }));
    const book = bookOf(...events, ...(ends as Observation[]));
    t.equal(book.visits.length, 1);
    t.equal(book.visits[0]?.scenario, 'expired');
    t.equal(book.ofConnection(2), book.visits[0]);
    const end = book.visits[0]?.events.at(-1);
    t.match(end, { kind: 'connection-closed', how: 'client-fin', applicationBytes: 40 });
    t.equal(book.visits[0]?.events.filter(({ kind }) => kind === 'tls-client-hello').length, 1);
  }
});

t.test('the book keeps as many visits as it may, and never counts an observation twice', async (t) => {
  seq = 0;
  const book = new VisitBook(10);
  const events = Array.from({ length: 100 }, (_, index) => opened(index + 1, `a:${index}`));
  for (const event of events) book.add(event);
  t.ok(book.visits.length <= 12);
  t.equal(book.ofConnection(1), undefined);
  const [last] = events.slice(-1);
  t.equal(last === undefined ? true : book.add(last), false);
});

t.test('an outcome says who refused and what the alert means', async (t) => {
  const alert = { level: 'fatal', code: 48, description: 'unknown_ca', sentBy: 'client' };
  const book = bookOf(
    opened(1, 'a:1'),
    seen({
      kind: 'tls-handshake',
      connection: 1,
      outcome: 'refused-by-client',
      alert,
      error: null,
      offered: null,
    }),
    closed(1),
  );
  const [visit] = book.visits;
  t.match(visit && outcomeOf(visit), {
    tone: 'bad',
    words: 'client refused: I do not know this authority.',
    term: 'unknown_ca',
  });
});

t.test('a pause has a step of its own, and steps are counted from 1', async (t) => {
  const steps = ladderOf([opened(1, 'a:1', 0), hello(1, 'www.contoso.com', 1500)]);
  t.strictSame(
    steps.map(({ number, title }) => [number, title]),
    [
      [1, 'TCP connection'],
      [2, 'silence, 1.50 s'],
      [3, 'ClientHello'],
    ],
  );
});

t.test('a message that is cut is read as far as it goes', async (t) => {
  const certificate = [11, 0, 0, 9, 0, 0, 6, 0, 0, 3, 1, 2, 3];
  const whole = Uint8Array.from([22, 3, 3, 0, certificate.length, ...certificate]);
  t.strictSame(readMessages(whole)[0]?.certificates, [Uint8Array.from([1, 2, 3])]);
  for (let length = 0; length < whole.length; length += 1)
    t.doesNotThrow(() => readMessages(whole.slice(0, length)));
  for (const byte of [0, 255])
    t.doesNotThrow(() => readMessages(new Uint8Array(300).fill(byte)), 'nor does nonsense throw');
});

const NOW = Date.parse('2026-12-01T00:00:00Z');
const certificate = (wrong: Partial<Certificate> = {}): Certificate => ({
  subject: 'CN=www.contoso.com',
  issuer: 'CN=authority',
  serialNumber: '01',
  notBefore: '2026-11-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  names: ['DNS:www.contoso.com'],
  key: 'RSA 2048',
  keyBits: 2048,
  signature: 'sha256WithRSAEncryption',
  ca: false,
  pathLength: null,
  keyUsage: ['digitalSignature'],
  extendedKeyUsage: ['serverAuth'],
  unknownCritical: [],
  fingerprint: '',
  selfSigned: false,
  signedByNext: null,
  trusted: true,
  pem: '',
  text: null,
  ...wrong,
});

t.test('each thing that is wrong with a chain is named with its rule', async (t) => {
  const authority = {
    subject: 'CN=authority',
    ca: true,
    keyUsage: ['keyCertSign'],
    names: [],
    extendedKeyUsage: [],
  };
  const rows: [string, Certificate[], RegExp | null][] = [
    ['a good one', [certificate()], null],
    ['expired', [certificate({ notAfter: '2026-11-30T00:00:00Z' })], /expired 1 day ago.*4\.1\.2\.5/],
    ['not yet', [certificate({ notBefore: '2026-12-02T00:00:00Z' })], /not valid for another 1 day/],
    [
      'other name',
      [certificate({ names: ['DNS:other.contoso.com'] })],
      /do not cover www\.contoso\.com.*9525/,
    ],
    ['no name', [certificate({ names: [] })], /no subjectAltName/],
    ['self-signed', [certificate({ selfSigned: true, trusted: false })], /self-signed/],
    ['unknown authority', [certificate({ trusted: false })], /no authority that the client trusts/],
    ['weak key', [certificate({ keyBits: 1024 })], /1024 bits/],
    ['md5', [certificate({ signature: 'md5WithRSAEncryption' })], /md5/],
    ['for clients', [certificate({ extendedKeyUsage: ['clientAuth'] })], /not for servers.*4\.2\.1\.12/],
    ['critical', [certificate({ unknownCritical: ['1.2.3'] })], /critical extension.*4\.2/],
    ['no CA', [certificate({ signedByNext: true }), certificate({ ...authority, ca: false })], /4\.2\.1\.9/],
    [
      'signature',
      [certificate({ signedByNext: false, trusted: false }), certificate(authority)],
      /Its signature/,
    ],
  ];
  for (const [what, chain, wanted] of rows) {
    const found = problemsOf(chain, 'www.contoso.com', NOW).map(({ words, rule }) => `${words} ${rule}`);
    if (wanted === null) t.strictSame(found, [], what);
    else
      t.ok(
        found.some((each) => wanted.test(each)),
        `${what}: ${found.join(' | ')}`,
      );
  }
  t.ok(covers('*.contoso.com', 'www.contoso.com'));
  t.notOk(covers('*.contoso.com', 'a.b.contoso.com'));
  t.notOk(covers('*.contoso.com', 'contoso.com'));
});

t.test('a step of a lesson counts what was seen since it began, and of the right student', async (t) => {
  seq = 0;
  const book = bookOf(opened(1, '127.0.1.7:1'), hello(1, 'www.contoso.com'), closed(1));
  const step = {
    title: '',
    text: '',
    hint: '',
    seen: { visit: { name: '{fqdn}', closed: true } },
  } as LessonStep;
  const facts = (wrong: Partial<Seen>): Seen => ({
    visits: book.visits,
    stepSince: 0,
    lessonSince: 0,
    opened: new Set(),
    chosen: null,
    captured: false,
    from: null,
    values: { fqdn: 'www.contoso.com' },
    ...wrong,
  });
  t.equal(isDone(step, facts({})), true);
  t.equal(isDone(step, facts({ stepSince: 3 })), false, 'it was before');
  t.equal(isDone(step, facts({ from: '127.0.1.7' })), true);
  t.equal(isDone(step, facts({ from: '127.0.1.8' })), false, 'it was another student');
  t.equal(isDone({ ...step, seen: { ...step.seen, count: 2 } }, facts({})), false, 'once is not twice');
  t.equal(isDone({ ...step, seen: { none: { closed: true } } }, facts({})), false);
});

t.test('a file that is no report is refused in a sentence', async (t) => {
  t.throws(() => readReport('nonsense'), { message: /is not JSON/ });
  t.throws(() => readReport('{"results":3}'), { message: /is not a report/ });
});
