import t from 'tap';
import { FaultTable } from '../../dns-mock/faults.ts';
import { planAnswer, type Rcode } from '../../dns-mock/plan.ts';
import { describeRecord } from '../../dns-mock/reply.ts';
import { TYPE } from '../../dns-mock/wire.ts';
import { indexZones } from '../../dns-mock/zone.ts';
import { record, zone } from './support.ts';

const chain = Array.from({ length: 20 }, (_, n) =>
  record(`c${n}.contoso.com`, 'CNAME', `c${n + 1}.contoso.com`),
);
const zones = indexZones([
  zone(
    record('contoso.com', 'MX', '10 mail.contoso.com'),
    record('contoso.com', 'CAA', '0 issue "ca.contoso.com"'),
    record('www.contoso.com', 'A', '127.0.0.1'),
    record('WWW.contoso.com.', 'AAAA', '::1', 90),
    record('www.contoso.com', 'TXT', 'hello'),
    record('alias.contoso.com', 'CNAME', 'middle.contoso.com'),
    record('middle.contoso.com', 'CNAME', 'WWW.Contoso.com.'),
    record('away.contoso.com', 'CNAME', 'lb.example.net'),
    record('next-door.contoso.com', 'CNAME', 'lb.fabrikam.contoso.com'),
    record('dangling.contoso.com', 'CNAME', 'gone.contoso.com'),
    record('loop.contoso.com', 'CNAME', 'loop2.contoso.com'),
    record('loop2.contoso.com', 'CNAME', 'loop.contoso.com'),
    record('self.contoso.com', 'CNAME', 'self.contoso.com'),
    record('deep.under.contoso.com', 'A', '127.0.0.2'),
    record('*.wild.contoso.com', 'A', '127.0.0.3'),
    record('there.wild.contoso.com', 'TXT', 'it is'),
    record('*.aliases.contoso.com', 'CNAME', 'www.contoso.com'),
    ...chain,
  ),
  {
    origin: 'fabrikam.contoso.com',
    negativeTtl: 5,
    records: [
      record('fabrikam.contoso.com', 'SOA', 'ns.contoso.com dns.contoso.com 7 1 2 3 40', 600),
      record('lb.fabrikam.contoso.com', 'A', '127.0.0.4'),
    ],
  },
]);

const SOA = 'contoso.com. 30 IN SOA ns.contoso.com. hostmaster.contoso.com. 1 7200 900 1209600 30';
const SOA_OF_OWN = 'fabrikam.contoso.com. 40 IN SOA ns.contoso.com. dns.contoso.com. 7 1 2 3 40';
const ALIAS = [
  'alias.contoso.com. 60 IN CNAME middle.contoso.com.',
  'middle.contoso.com. 60 IN CNAME www.contoso.com.',
];

type Row = [says: string, name: string, type: string | number, rcode: Rcode, answers: string[], soa?: string];
const ROWS: Row[] = [
  ['an address', 'www.contoso.com', 'A', 'NOERROR', ['www.contoso.com. 60 IN A 127.0.0.1']],
  ['an IPv6 address', 'www.contoso.com', 'AAAA', 'NOERROR', ['www.contoso.com. 90 IN AAAA ::1']],
  ['text', 'www.contoso.com', 'TXT', 'NOERROR', ['www.contoso.com. 60 IN TXT "hello"']],
  [
    'a name in the case of the asker',
    'wWw.ConToso.com',
    'A',
    'NOERROR',
    ['wWw.ConToso.com. 60 IN A 127.0.0.1'],
  ],
  [
    'mail servers of the zone',
    'contoso.com',
    'MX',
    'NOERROR',
    ['contoso.com. 60 IN MX 10 mail.contoso.com.'],
  ],
  ['SOA of the zone', 'contoso.com', 'SOA', 'NOERROR', [SOA]],
  ['no data', 'www.contoso.com', 'MX', 'NOERROR', [], SOA],
  ['no data for an unknown type', 'www.contoso.com', 65280, 'NOERROR', [], SOA],
  ['no such name', 'nope.contoso.com', 'A', 'NXDOMAIN', [], SOA],
  ['no such name, deeper', 'a.b.nope.contoso.com', 'A', 'NXDOMAIN', [], SOA],
  ['no data for an empty non-terminal', 'under.contoso.com', 'A', 'NOERROR', [], SOA],
  ['no such name under a name that is there', 'x.www.contoso.com', 'A', 'NXDOMAIN', [], SOA],
  ['one record set for ANY', 'www.contoso.com', 'ANY', 'NOERROR', ['www.contoso.com. 60 IN A 127.0.0.1']],
  ['the CNAME alone for ANY', 'alias.contoso.com', 'ANY', 'NOERROR', ALIAS.slice(0, 1)],
  ['the CNAME itself', 'alias.contoso.com', 'CNAME', 'NOERROR', ALIAS.slice(0, 1)],
  [
    'a chain with its end',
    'alias.contoso.com',
    'A',
    'NOERROR',
    [...ALIAS, 'www.contoso.com. 60 IN A 127.0.0.1'],
  ],
  ['a chain that ends without data', 'alias.contoso.com', 'MX', 'NOERROR', ALIAS, SOA],
  [
    'a chain that ends nowhere',
    'dangling.contoso.com',
    'A',
    'NXDOMAIN',
    ['dangling.contoso.com. 60 IN CNAME gone.contoso.com.'],
    SOA,
  ],
  [
    'a chain that leaves',
    'away.contoso.com',
    'A',
    'NOERROR',
    ['away.contoso.com. 60 IN CNAME lb.example.net.'],
  ],
  [
    'a chain into another zone of the server',
    'next-door.contoso.com',
    'A',
    'NOERROR',
    [
      'next-door.contoso.com. 60 IN CNAME lb.fabrikam.contoso.com.',
      'lb.fabrikam.contoso.com. 60 IN A 127.0.0.4',
    ],
  ],
  [
    'a loop, each link once',
    'loop.contoso.com',
    'A',
    'NOERROR',
    ['loop.contoso.com. 60 IN CNAME loop2.contoso.com.', 'loop2.contoso.com. 60 IN CNAME loop.contoso.com.'],
  ],
  [
    'a CNAME to itself, once',
    'self.contoso.com',
    'A',
    'NOERROR',
    ['self.contoso.com. 60 IN CNAME self.contoso.com.'],
  ],
  ['a wildcard', 'any.wild.contoso.com', 'A', 'NOERROR', ['any.wild.contoso.com. 60 IN A 127.0.0.3']],
  [
    'a wildcard over several labels',
    'a.b.wild.contoso.com',
    'A',
    'NOERROR',
    ['a.b.wild.contoso.com. 60 IN A 127.0.0.3'],
  ],
  [
    'a wildcard by its own name',
    '*.wild.contoso.com',
    'A',
    'NOERROR',
    ['*.wild.contoso.com. 60 IN A 127.0.0.3'],
  ],
  ['no data of a wildcard', 'any.wild.contoso.com', 'MX', 'NOERROR', [], SOA],
  ['no wildcard where the name is there', 'there.wild.contoso.com', 'A', 'NOERROR', [], SOA],
  ['no wildcard under a name that is there', 'x.there.wild.contoso.com', 'A', 'NXDOMAIN', [], SOA],
  ['no wildcard for the name above it', 'wild.contoso.com', 'A', 'NOERROR', [], SOA],
  [
    'a wildcard that is an alias',
    'any.aliases.contoso.com',
    'A',
    'NOERROR',
    ['any.aliases.contoso.com. 60 IN CNAME www.contoso.com.', 'www.contoso.com. 60 IN A 127.0.0.1'],
  ],
  ['no such name, by a SOA that caps its TTL', 'x.fabrikam.contoso.com', 'A', 'NXDOMAIN', [], SOA_OF_OWN],
  ['refused outside of the zones', 'www.example.net', 'A', 'REFUSED', []],
  ['refused above the zones', 'com', 'A', 'REFUSED', []],
  ['refused at the root', '', 'NS', 'REFUSED', []],
  ['refused for a dot inside a label', 'www\\046contoso.com', 'A', 'REFUSED', []],
  ['refused for a transfer', 'contoso.com', 'AXFR', 'REFUSED', []],
  ['refused for an incremental transfer', 'contoso.com', 251, 'REFUSED', []],
  ['a format error for OPT as a question', 'contoso.com', 'EDNS', 'FORMERR', []],
];

const codeOf = (type: string | number): number =>
  typeof type === 'number' ? type : ((TYPE as Record<string, number>)[type] ?? 0);

for (const [says, name, type, rcode, answers, soa] of ROWS) {
  t.test(`${name || '.'} ${type} is answered with ${says}`, async (t) => {
    const plan = planAnswer({ name, type: codeOf(type), class: 1 }, zones, new FaultTable(), 0);
    t.equal(plan.rcode, rcode);
    t.strictSame(plan.answers.map(describeRecord), answers);
    t.strictSame(plan.authorities.map(describeRecord), soa === undefined ? [] : [soa]);
    t.equal(plan.authoritative, rcode === 'NOERROR' || rcode === 'NXDOMAIN');
    t.equal(plan.fault, null);
  });
}

const askedFor = (name: string, answersAll: boolean) =>
  planAnswer({ name, type: 1, class: 1 }, zones, new FaultTable(), 0, answersAll);
const ROOT_SOA = '. 5 IN SOA ns. hostmaster. 1 7200 900 1209600 5';

t.test('a name of a zone with a search domain behind it is denied, as a resolver does', async (t) => {
  for (const name of [
    'www.contoso.com.azureml.svc.cluster.local',
    'www.contoso.com.svc.cluster.local',
    'gone.contoso.com.internal.cloudapp.net',
    'WWW.Contoso.com.cluster.local',
  ]) {
    const plan = askedFor(name, false);
    t.match(plan, { rcode: 'NXDOMAIN', authoritative: false, answers: [] }, name);
    t.strictSame(plan.authorities.map(describeRecord), [ROOT_SOA]);
  }
});

t.test('any other foreign name is refused, and denied where this is the only server', async (t) => {
  for (const name of ['www.example.net', 'com', 'notcontoso.com', 'contoso.example.com', '']) {
    t.equal(askedFor(name, false).rcode, 'REFUSED', name);
    const denied = askedFor(name, true);
    t.equal(denied.rcode, 'NXDOMAIN', name);
    t.strictSame(denied.authorities.map(describeRecord), [ROOT_SOA]);
  }
  t.equal(askedFor('www.contoso.com', true).rcode, 'NOERROR');
});

t.test('a chain is followed for 16 links and no further', async (t) => {
  const plan = planAnswer({ name: 'c0.contoso.com', type: 1, class: 1 }, zones, new FaultTable(), 0);
  t.equal(plan.rcode, 'NOERROR');
  t.equal(plan.answers.length, 17, 'the first CNAME and 16 more');
});

for (const [says, cls] of [
  ['CHAOS', 3],
  ['ANY', 255],
  ['0', 0],
] as const) {
  t.test(`class ${says} is refused`, async (t) => {
    const plan = planAnswer({ name: 'www.contoso.com', type: 1, class: cls }, zones, new FaultTable(), 0);
    t.equal(plan.rcode, 'REFUSED');
    t.strictSame(plan.answers, []);
  });
}

t.test('a server for the root answers for every name', async (t) => {
  const root = indexZones([
    { origin: '.', negativeTtl: 1, records: [record('*', 'A', '127.0.0.9'), record('.', 'TXT', 'top')] },
  ]);
  const ask = (name: string, type: number) =>
    planAnswer({ name, type, class: 1 }, root, new FaultTable(), 0).answers.map(describeRecord);
  t.strictSame(ask('www.example.net', 1), ['www.example.net. 60 IN A 127.0.0.9']);
  t.strictSame(ask('', 16), ['. 60 IN TXT "top"']);
});
