import t from 'tap';
import { buildTimeline, formatTimeline } from '../../verify/timeline.ts';
import { asked, leaked, opened, process, record, refused, story } from './stories.ts';

t.test(
  'a refused certificate reads as a talk between two sides, in ms since the client started',
  async (t) => {
    t.equal(
      formatTimeline(buildTimeline(refused, process(60))),
      [
        '  ms  who',
        ' 0.0  process  · the client is started',
        '34.5  client   → DNS www.contoso.com A over udp',
        '35.0  dns        ← NOERROR  www.contoso.com. 60 IN A 127.0.0.1',
        '36.0  client   → TCP connection 1 from 127.0.0.1:50000 to https at 127.0.0.1:8443',
        '37.0  client   → ClientHello: SNI www.contoso.com, versions TLSv1.3 TLSv1.2, 2 cipher suites, ALPN http/1.1',
        '38.0  router     ← ServerHello, 95 bytes',
        '38.0  router     ← Certificate, 1800 bytes',
        '38.0  router     ← ServerKeyExchange, ServerHelloDone, 310 bytes',
        '40.0  client   → alert fatal certificate_expired (45)',
        '40.2  router     ← handshake refused by client: ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
        '40.5  client   → connection 1 closes (FIN); 524 bytes in, 2205 out, 0 of a request',
        '45.0  process  · exit 60',
      ].join('\n'),
    );
  },
);

t.test('a scored request tells the key’s state and never the key', async (t) => {
  const entries = buildTimeline(leaked, process(0));
  t.match(
    entries.find(({ what }) => what === 'request'),
    { who: 'client', text: 'POST /api/v1/endpoint/demo/score, Host www.contoso.com, key valid' },
  );
  t.match(
    entries.find(({ what }) => what === 'response'),
    { who: 'router', text: '200 (scored by blue), body 27 bytes in, 14 bytes out, complete' },
  );
});

t.test('neighbouring records of application data are one entry', async (t) => {
  const data = buildTimeline(leaked).filter(({ what }) => what === 'application-data');
  t.strictSame(
    data.map(({ who, text }) => [who, text]),
    [['client', 'application_data, 2 records, 390 bytes']],
  );
});

t.test('records after ChangeCipherSpec are told as far as the wire shows them', async (t) => {
  const entries = buildTimeline(
    story(
      [1, opened],
      [2, record('client', 'change_cipher_spec', { length: 6 })],
      [2, record('client', 'handshake', { encrypted: true, length: 45 })],
      [3, record('client', 'alert', { encrypted: true, length: 31 })],
    ),
  );
  t.strictSame(entries.map(({ text }) => text).slice(1), [
    'ChangeCipherSpec, 6 bytes',
    'handshake message (encrypted), 45 bytes',
    'alert (encrypted), 31 bytes',
  ]);
});

t.test('a ClientHello that could not be read is still told by its record', async (t) => {
  const entries = buildTimeline(
    story([1, opened], [2, record('client', 'handshake', { messages: ['ClientHello'], length: 200 })]),
  );
  t.equal(entries.at(-1)?.text, 'ClientHello, 200 bytes');
});

t.test('what happened before the client came has a negative time', async (t) => {
  const secret = {
    kind: 'secret',
    event: 'changed',
    served: false,
    fingerprint: null,
    notAfter: null,
    detail: 'waits for the extension update',
  } as const;
  const [first] = buildTimeline(story([2, secret], [40, asked]), process(0));
  t.strictSame(first, {
    ms: -3,
    who: 'router',
    what: 'secret',
    text: 'secret changed: waits for the extension update',
  });
});

t.test('silence of the DNS server is told, with the fault behind it', async (t) => {
  const silence = { ...asked, rcode: null, answers: [], fault: 'no-answer', durationMs: 0 };
  t.equal(buildTimeline(story([1, silence])).at(-1)?.text, 'no answer  [fault: no-answer]');
});

t.test('a client that had to be ended is told as such', async (t) => {
  const entries = buildTimeline(story(), [
    { event: 'started', ms: 0 },
    { event: 'timed-out', ms: 2000 },
    { event: 'exited', ms: 2010, exitCode: null, signal: 'SIGKILL' },
  ]);
  t.strictSame(
    entries.map(({ text }) => text),
    ['the client is started', 'its time is up, the client is ended', 'ended by SIGKILL'],
  );
});

t.test('of an endless loop the beginning and the end are kept', async (t) => {
  const entries = buildTimeline(
    story(
      ...Array.from({ length: 3000 }, (_, index) => [index, { ...opened, connection: index }] as const).map(
        ([ms, body]): [number, typeof opened] => [ms, body],
      ),
    ),
  );
  t.equal(entries.length, 401);
  t.equal(entries[300]?.text, '… 2600 entries are left out …');
  t.match(entries.at(-1)?.text, /^TCP connection 2999 /);
});
