import t from 'tap';
import { needs } from '../support/tools.ts';
import {
  dig,
  headerOf,
  isQuery,
  nslookup,
  query,
  record,
  resolver,
  startTestDns,
  udpClient,
  zone,
} from './support.ts';

const contoso = zone(
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('www.contoso.com', 'AAAA', '::1'),
  record('alias.contoso.com', 'CNAME', 'www.contoso.com'),
  record('*.wild.contoso.com', 'A', '127.0.0.3'),
  record('contoso.com', 'MX', '10 mail.contoso.com'),
  record('contoso.com', 'NS', 'ns1.contoso.com'),
  record('contoso.com', 'CAA', '0 issue "ca.contoso.com"'),
  record('mapped.contoso.com', 'AAAA', '::ffff:192.0.2.1'),
  record('text.contoso.com', 'TXT', '"über" "a \\"quote\\""'),
  record('contoso.com', 'TXT', '"v=spf1 -all" "second"'),
  record('big.contoso.com', 'TXT', 'x'.repeat(900)),
  record('huge.contoso.com', 'TXT', 'y'.repeat(5000)),
);

const noDig = needs('dig');

/** Name, type and more arguments of dig; what `dig +noall +answer +authority +comments` must print. */
const DIG: [says: string, args: string[], prints: RegExp[]][] = [
  [
    'an A record',
    ['www.contoso.com'],
    [/status: NOERROR/, /flags: qr aa rd;/, /^www\.contoso\.com\.\s+60\s+IN\s+A\s+127\.0\.0\.1$/m],
  ],
  ['the same over TCP', ['www.contoso.com', '+tcp'], [/status: NOERROR/, /\sA\s+127\.0\.0\.1$/m]],
  ['an AAAA record', ['www.contoso.com', 'AAAA'], [/\sAAAA\s+::1$/m]],
  ['an IPv4-mapped address', ['mapped.contoso.com', 'AAAA'], [/\sAAAA\s+::ffff:192\.0\.2\.1$/m]],
  [
    'a CNAME with its target',
    ['alias.contoso.com'],
    [/\sCNAME\s+www\.contoso\.com\.$/m, /\sA\s+127\.0\.0\.1$/m],
  ],
  ['a wildcard', ['a.b.wild.contoso.com'], [/^a\.b\.wild\.contoso\.com\.\s+60\s+IN\s+A\s+127\.0\.0\.3$/m]],
  [
    'a wildcard for a label with a dot in it',
    ['a\\.b.wild.contoso.com'],
    [/^a\\\.b\.wild\.contoso\.com\.\s.*127\.0\.0\.3$/m],
  ],
  ['the case of the question', ['wWw.CoNtOsO.cOm'], [/^wWw\.CoNtOsO\.cOm\.\s/m]],
  ['MX', ['contoso.com', 'MX'], [/\sMX\s+10 mail\.contoso\.com\.$/m]],
  ['NS', ['contoso.com', 'NS'], [/\sNS\s+ns1\.contoso\.com\.$/m]],
  ['CAA', ['contoso.com', 'CAA'], [/\sCAA\s+0 issue "ca\.contoso\.com"$/m]],
  [
    'SOA',
    ['contoso.com', 'SOA'],
    [/\s30\s+IN\s+SOA\s+ns\.contoso\.com\. hostmaster\.contoso\.com\. 1 7200 900 1209600 30$/m],
  ],
  ['TXT in its strings', ['text.contoso.com', 'TXT'], [/\sTXT\s+"\\195\\188ber" "a \\"quote\\""$/m]],
  ['NXDOMAIN with SOA', ['nope.contoso.com'], [/status: NXDOMAIN/, /^contoso\.com\.\s+30\s+IN\s+SOA\s/m]],
  ['NODATA with SOA', ['www.contoso.com', 'MX'], [/status: NOERROR/, /ANSWER: 0, AUTHORITY: 1/, /\sSOA\s/]],
  [
    'NODATA for HTTPS, which browsers ask',
    ['www.contoso.com', 'TYPE65'],
    [/status: NOERROR/, /ANSWER: 0, AUTHORITY: 1/],
  ],
  ['REFUSED outside of the zone', ['www.example.net'], [/status: REFUSED/, /flags: qr rd;/]],
  ['REFUSED for another class', ['version.bind', 'CH', 'TXT'], [/status: REFUSED/]],
  ['no transfer', ['contoso.com', 'AXFR'], [/Transfer failed/]],
  ['one record set for ANY', ['www.contoso.com', 'ANY', '+notcp'], [/ANSWER: 1,/, /\sA\s+127\.0\.0\.1$/m]],
  ['no OPT where none was sent', ['www.contoso.com', '+noedns'], [/ADDITIONAL: 0/]],
  ['OPT where one was sent', ['www.contoso.com', '+edns=0'], [/EDNS: version: 0, flags:; udp: 1232/]],
  ['the DO bit', ['www.contoso.com', '+dnssec'], [/EDNS: version: 0, flags: do; udp: 1232/]],
  [
    'BADVERS for another EDNS version',
    ['www.contoso.com', '+edns=1', '+noednsneg'],
    [/status: BADVERS/, /EDNS: version: 0/, /ANSWER: 0/],
  ],
  ['NOTIMP for another opcode', ['www.contoso.com', '+opcode=notify'], [/status: NOTIMP/]],
  [
    'TC over 512 octets without EDNS',
    ['big.contoso.com', 'TXT', '+noedns', '+ignore'],
    [/flags: qr aa tc rd;/, /ANSWER: 0/],
  ],
  [
    'TC over what the client announces',
    ['big.contoso.com', 'TXT', '+bufsize=900', '+ignore'],
    [/flags: qr aa tc rd;/, /OPT PSEUDOSECTION/],
  ],
  [
    'no TC within what the client announces',
    ['big.contoso.com', 'TXT', '+bufsize=1232', '+ignore'],
    [/flags: qr aa rd;/, /ANSWER: 1/],
  ],
  [
    '512 octets to a client that announces less',
    ['www.contoso.com', '+bufsize=100', '+ignore'],
    [/flags: qr aa rd;/, /ANSWER: 1/],
  ],
  [
    'the whole over TCP after TC',
    ['huge.contoso.com', 'TXT', '+noedns'],
    [/flags: qr aa rd;/, /ANSWER: 1/, /y{255}/],
  ],
];

t.test('dig is told', { skip: noDig }, async (t) => {
  await using dns = await startTestDns([contoso]);
  for (const [says, args, prints] of DIG) {
    const printed = await dig(dns, '+nostats', '+nocmd', ...args);
    for (const wanted of prints) t.match(printed, wanted, says);
    t.notMatch(printed, /malformed|mismatch|FORMERR/i, `${says}: well-formed`);
  }
});

t.test('dig finds each fault as it is in life', { skip: noDig }, async (t) => {
  await using dns = await startTestDns([contoso]);
  const faulty = async (fault: Parameters<typeof dns.setFault>[1], ...args: string[]) => {
    dns.setFault('www.contoso.com', fault);
    return dig(dns, 'www.contoso.com', ...args);
  };
  t.match(await faulty({ fault: 'nxdomain' }), /status: NXDOMAIN[\s\S]*\sSOA\s/);
  t.match(await faulty({ fault: 'nodata' }), /status: NOERROR[\s\S]*ANSWER: 0, AUTHORITY: 1/);
  t.match(await faulty({ fault: 'servfail' }), /status: SERVFAIL/);
  t.match(await faulty({ fault: 'refused' }), /status: REFUSED/);
  t.match(await faulty({ fault: 'truncate' }, '+ignore'), /flags: qr aa tc rd;[\s\S]*ANSWER: 0/);
  t.match(await faulty({ fault: 'truncate' }), /Truncated, retrying in TCP[\s\S]*127\.0\.0\.1\n/);
  t.match(await faulty({ fault: 'no-answer' }, '+time=1'), /no servers could be reached|timed out/);
  const old = [record('www.contoso.com', 'A', '127.0.0.66', 300)];
  t.match(
    await faulty({ fault: 'stale', records: old }),
    /flags: qr rd;[\s\S]*(300|299)\s+IN\s+A\s+127\.0\.0\.66/,
  );
  t.match(await faulty({ fault: 'rotate', answers: [['127.0.0.7']] }), /\s0\s+IN\s+A\s+127\.0\.0\.7/);
  t.match(await dig(dns, 'wild.contoso.com'), /status: NOERROR/, 'other names are well');
  t.equal(dns.clearFault('WWW.contoso.com.'), true);
  t.match(await dig(dns, 'www.contoso.com', '+short'), /^127\.0\.0\.1\n$/);
});

t.test('nslookup, which the article uses, finds the name', { skip: needs('nslookup') }, async (t) => {
  await using dns = await startTestDns([contoso]);
  t.match(await nslookup(dns, 'www.contoso.com'), /Name:\s+www\.contoso\.com\nAddress: 127\.0\.0\.1/);
  t.match(await nslookup(dns, 'nope.contoso.com'), /can't find nope\.contoso\.com: NXDOMAIN/);
});

t.test("Node's resolver finds every type that the server holds", async (t) => {
  await using dns = await startTestDns([contoso]);
  const ask = resolver(dns);
  t.strictSame(await ask.resolve4('alias.contoso.com', { ttl: true }), [{ address: '127.0.0.1', ttl: 60 }]);
  t.strictSame(await ask.resolve6('www.contoso.com'), ['::1']);
  t.strictSame(await ask.resolveCname('alias.contoso.com'), ['www.contoso.com']);
  t.strictSame(await ask.resolveTxt('contoso.com'), [['v=spf1 -all', 'second']]);
  t.strictSame(await ask.resolveTxt('huge.contoso.com').then(([parts]) => parts?.join('').length), 5000);
  t.match(await ask.resolveMx('contoso.com'), [{ priority: 10, exchange: 'mail.contoso.com' }]);
  t.strictSame(await ask.resolveNs('contoso.com'), ['ns1.contoso.com']);
  t.match(await ask.resolveCaa('contoso.com'), [{ critical: 0, issue: 'ca.contoso.com' }]);
  t.match(await ask.resolveSoa('contoso.com'), { nsname: 'ns.contoso.com', serial: 1, minttl: 30 });
  await t.rejects(ask.resolve4('nope.contoso.com'), { code: 'ENOTFOUND' });
  await t.rejects(ask.resolveMx('www.contoso.com'), { code: 'ENODATA' });
  await t.rejects(ask.resolve4('www.example.net'), { code: 'EREFUSED' });
});

t.test('a delayed answer comes late and delays no other', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setFault('www.contoso.com', { fault: 'delay', delayMs: 200 });
  await using client = await udpClient(dns);
  const startedAt = performance.now();
  await client.send(query({ id: 1 }));
  await client.send(query({ id: 2, name: 'alias.contoso.com', type: 5 }));
  t.equal(headerOf(await client.next()).id, 2);
  t.equal(headerOf(await client.next()).id, 1);
  t.ok(performance.now() - startedAt >= 199);
  const [, late] = dns.observations.all().filter(isQuery);
  t.match(late, { name: 'www.contoso.com', fault: 'delay', rcode: 'NOERROR' });
  t.ok((late?.durationMs ?? 0) >= 199, 'and is observed with its delay');
});

t.test('an old record is answered until its TTL has run out on the clock of the server', async (t) => {
  let now = 1_000;
  await using dns = await startTestDns([contoso], { now: () => now });
  dns.setFault('www.contoso.com', {
    fault: 'stale',
    records: [record('www.contoso.com', 'A', '127.0.0.66', 3600)],
  });
  const ask = resolver(dns);
  now += 3_599_000;
  t.strictSame(await ask.resolve4('www.contoso.com', { ttl: true }), [{ address: '127.0.0.66', ttl: 1 }]);
  now += 1000;
  t.strictSame(await ask.resolve4('www.contoso.com', { ttl: true }), [{ address: '127.0.0.1', ttl: 60 }]);
});

t.test('no datagram is longer than 4096 octets, whatever the client announces', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  await client.send(query({ name: 'huge.contoso.com', type: 16, edns: { payloadSize: 65_000 } }));
  t.match(headerOf(await client.next()), { truncated: true, counts: [1, 0, 0, 1] });
});

t.test('every query is observed once, the unanswered ones, too', async (t) => {
  await using dns = await startTestDns([contoso]);
  await using client = await udpClient(dns);
  dns.setFault('www.contoso.com', { fault: 'no-answer' });
  await client.send(query({ id: 1, edns: {} }));
  await client.send(query({ id: 2, name: 'aLias.contoso.com', type: 5 }));
  t.equal(headerOf(await client.next()).id, 2, 'the first is not answered');
  await client.send(query({ id: 3, name: 'big.contoso.com', type: 16 }));
  await client.next();
  await client.send(query({ id: 4, name: '', type: 65 }));
  await client.next();
  await client.send(query({ id: 5, edns: { version: 3 } }));
  await client.next();
  const seen = dns.observations.all().filter(isQuery);
  const common = { kind: 'dns-query', transport: 'udp', client: /^127\.0\.0\.1:\d+$/ };
  t.match(seen, [
    {
      ...common,
      name: 'www.contoso.com',
      type: 'A',
      edns: true,
      rcode: null,
      answers: [],
      fault: 'no-answer',
    },
    {
      ...common,
      name: 'aLias.contoso.com',
      type: 'CNAME',
      edns: false,
      rcode: 'NOERROR',
      answers: ['aLias.contoso.com. 60 IN CNAME www.contoso.com.'],
      truncated: false,
      fault: null,
    },
    { ...common, name: 'big.contoso.com', type: 'TXT', rcode: 'NOERROR', answers: [], truncated: true },
    { ...common, name: '.', type: 'HTTPS', rcode: 'REFUSED', answers: [] },
    { ...common, name: 'www.contoso.com', rcode: 'BADVERS', edns: true },
  ]);
  t.strictSame(
    seen.map(({ answers }) => answers.length),
    [0, 1, 0, 0, 0],
    'only what was sent is told',
  );
});
