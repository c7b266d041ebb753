import t from 'tap';
import { MockError } from '../../common/errors.ts';
import { parseRdata, type RecordType } from '../../dns-mock/rdata.ts';
import { gatherZones, indexZones, type Zone } from '../../dns-mock/zone.ts';
import { record, zone } from './support.ts';

const label63 = 'a'.repeat(63);
const wrongType = 'SRV' as RecordType;

/** What is wrong, the zones, the reason, and words that the sentence must have. */
const REFUSED: [says: string, zones: Zone[], reason: string, words: string[]][] = [
  [
    'a wrong IPv4 address',
    [zone(record('www.contoso.com', 'A', '127.0.0.256'))],
    'DNS_BAD_VALUE',
    ['127.0.0.256', 'www.contoso.com'],
  ],
  ['IPv6 in an A record', [zone(record('www.contoso.com', 'A', '::1'))], 'DNS_BAD_VALUE', ['IPv4']],
  [
    'a wrong IPv6 address',
    [zone(record('www.contoso.com', 'AAAA', '1::2::3'))],
    'DNS_BAD_VALUE',
    ['1::2::3'],
  ],
  [
    'a label of 64',
    [zone(record(`${label63}a.contoso.com`, 'A', '127.0.0.1'))],
    'DNS_BAD_NAME',
    ['64 characters'],
  ],
  [
    'a name of 254',
    [zone(record(`${`${label63}.`.repeat(3)}${'b'.repeat(50)}.contoso.com`, 'A', '127.0.0.1'))],
    'DNS_BAD_NAME',
    ['254 characters'],
  ],
  ['an empty label', [zone(record('www..contoso.com', 'A', '127.0.0.1'))], 'DNS_BAD_NAME', ['empty']],
  ['an empty name', [zone(record('', 'A', '127.0.0.1'))], 'DNS_BAD_NAME', ['empty']],
  ['a space in a name', [zone(record('w w.contoso.com', 'A', '127.0.0.1'))], 'DNS_BAD_NAME', ['w w']],
  [
    'letters outside ASCII',
    [zone(record('bücher.contoso.com', 'A', '127.0.0.1'))],
    'DNS_BAD_NAME',
    ['bücher'],
  ],
  ['a star within a label', [zone(record('w*.contoso.com', 'A', '127.0.0.1'))], 'DNS_BAD_NAME', ['w*']],
  [
    'a star further down',
    [zone(record('www.*.contoso.com', 'A', '127.0.0.1'))],
    'DNS_BAD_NAME',
    ['first label'],
  ],
  [
    'a CNAME to no name',
    [zone(record('www.contoso.com', 'CNAME', 'https://lb'))],
    'DNS_BAD_NAME',
    ['https://lb'],
  ],
  [
    'a type that it does not hold',
    [zone(record('www.contoso.com', wrongType, '0 0 1 x'))],
    'DNS_BAD_TYPE',
    ['SRV'],
  ],
  ['a negative TTL', [zone(record('www.contoso.com', 'A', '127.0.0.1', -1))], 'DNS_BAD_TTL', ['-1']],
  ['half a second', [zone(record('www.contoso.com', 'A', '127.0.0.1', 0.5))], 'DNS_BAD_TTL', ['0.5']],
  [
    'a TTL over 31 bits',
    [zone(record('www.contoso.com', 'A', '127.0.0.1', 2 ** 31))],
    'DNS_BAD_TTL',
    ['2147483648'],
  ],
  ['a negative TTL of the zone', [{ ...zone(), negativeTtl: -5 }], 'DNS_BAD_TTL', ['-5']],
  [
    'a name of another zone',
    [zone(record('www.example.net', 'A', '127.0.0.1'))],
    'DNS_RECORD_OUTSIDE_ZONE',
    ['www.example.net', 'contoso.com.'],
  ],
  [
    'a name that ends like the zone',
    [zone(record('wwwcontoso.com', 'A', '127.0.0.1'))],
    'DNS_RECORD_OUTSIDE_ZONE',
    ['wwwcontoso.com'],
  ],
  [
    'a name that a closer zone answers for',
    [zone(record('www.eu.contoso.com', 'A', '127.0.0.1')), { ...zone(), origin: 'eu.contoso.com' }],
    'DNS_RECORD_OUTSIDE_ZONE',
    ['www.eu.contoso.com'],
  ],
  ['a zone twice', [zone(), { ...zone(), origin: 'Contoso.COM.' }], 'DNS_ZONE_TWICE', ['contoso.com.']],
  [
    'a CNAME beside an address',
    [zone(record('www.contoso.com', 'CNAME', 'lb.contoso.com'), record('www.contoso.com', 'A', '127.0.0.1'))],
    'DNS_CNAME_AND_OTHER_DATA',
    ['www.contoso.com', 'beside it A'],
  ],
  [
    'a CNAME at the top',
    [zone(record('contoso.com', 'CNAME', 'lb.example.net'))],
    'DNS_CNAME_AT_APEX',
    ['contoso.com'],
  ],
  [
    'two CNAMEs',
    [
      zone(
        record('www.contoso.com', 'CNAME', 'a.contoso.com'),
        record('www.contoso.com', 'CNAME', 'b.contoso.com'),
      ),
    ],
    'DNS_SECOND_RECORD',
    ['CNAME'],
  ],
  [
    'two TTLs in one set',
    [zone(record('www.contoso.com', 'A', '127.0.0.1', 60), record('www.contoso.com', 'A', '127.0.0.2', 300))],
    'DNS_TTLS_DIFFER',
    ['60 and 300'],
  ],
  [
    'a delegation',
    [zone(record('eu.contoso.com', 'NS', 'ns.eu.contoso.com'))],
    'DNS_DELEGATION',
    ['eu.contoso.com', 'NS'],
  ],
  [
    'a SOA that is not at the top',
    [zone(record('eu.contoso.com', 'SOA', 'a. b. 1 2 3 4 5'))],
    'DNS_DELEGATION',
    ['SOA'],
  ],
];

for (const [says, zones, reason, words] of REFUSED) {
  t.test(`a zone with ${says} is refused`, async (t) => {
    const error = caught(() => indexZones(zones));
    t.equal(error?.reason, reason);
    for (const word of words) t.match(error?.message, word, `the sentence names ${word}`);
    t.notMatch(`${error?.message} ${error?.remedy}`, /\{\w+\}/, 'no value is missing in the texts');
    t.not(error?.remedy, '');
  });
}

t.test('a name of 253 characters is taken', async (t) => {
  const name = `${`${label63}.`.repeat(3)}${'b'.repeat(49)}.contoso.com`;
  t.equal(name.length, 253);
  t.doesNotThrow(() => indexZones([zone(record(name, 'A', '127.0.0.1'))]));
});

t.test('the same record twice is one', async (t) => {
  const twice = indexZones([
    zone(record('www.contoso.com', 'AAAA', '::1'), record('WWW.contoso.com', 'AAAA', '0:0::0:1')),
  ]);
  t.equal(twice.get('contoso.com')?.nodes.get('www.contoso.com')?.get('AAAA')?.length, 1);
});

/** A value and how `dig` prints it, or null where it is refused. */
const VALUES: [type: RecordType, value: string, text: string | null][] = [
  ['A', '127.0.0.1', '127.0.0.1'],
  ['A', '127.1', null],
  ['A', '010.0.0.1', null],
  ['A', 'www.contoso.com', null],
  ['AAAA', '2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['AAAA', '::ffff:192.0.2.1', '::ffff:c000:201'],
  ['AAAA', 'fe80::1%eth0', null],
  ['AAAA', '[::1]', null],
  ['CNAME', 'LB.contoso.com', 'lb.contoso.com.'],
  ['NS', 'ns1.contoso.com.', 'ns1.contoso.com.'],
  ['MX', '10 mail.contoso.com', '10 mail.contoso.com.'],
  ['MX', '0 .', '0 .'],
  ['MX', 'mail.contoso.com', null],
  ['MX', '65536 mail.contoso.com', null],
  ['MX', '10 mail.contoso.com 20', null],
  ['TXT', 'plain words', '"plain words"'],
  ['TXT', '', '""'],
  ['TXT', 'say "hi" \\o/', '"say \\"hi\\" \\\\o/"'],
  ['TXT', '"one" "two"', '"one" "two"'],
  ['TXT', '"a \\"quote\\" and \\007"', '"a \\"quote\\" and \\007"'],
  ['TXT', '"not closed', null],
  ['TXT', '"\\999"', null],
  ['TXT', `"${'x'.repeat(256)}"`, null],
  ['TXT', 'x'.repeat(300), `"${'x'.repeat(255)}" "${'x'.repeat(45)}"`],
  ['TXT', 'x'.repeat(60_001), null],
  ['CAA', '0 issue "ca.contoso.com; policy=ev"', '0 issue "ca.contoso.com; policy=ev"'],
  ['CAA', '128 iodef mailto:a@contoso.com', '128 iodef "mailto:a@contoso.com"'],
  ['CAA', '256 issue ";"', null],
  ['CAA', '0 issue', null],
  ['CAA', '0 issue "a" "b"', null],
  ['SOA', 'ns.contoso.com. dns.contoso.com. 1 2 3 4 5', 'ns.contoso.com. dns.contoso.com. 1 2 3 4 5'],
  ['SOA', 'ns.contoso.com. dns.contoso.com. 1 2 3 4', null],
  ['SOA', 'ns.contoso.com. dns.contoso.com. 1 2 3 4 5 6', null],
  ['SOA', 'ns.contoso.com. dns.contoso.com. 1 2 3 4 4294967296', null],
];

for (const [type, value, text] of VALUES) {
  const shown = value.length > 60 ? `${value.slice(0, 10)}… (${value.length})` : value;
  t.test(`${type} ${shown} is ${text === null ? 'refused' : 'taken'}`, async (t) => {
    if (text !== null) t.equal(parseRdata('www.contoso.com', type, value).text, text);
    else t.equal(caught(() => parseRdata('www.contoso.com', type, value))?.reason, 'DNS_BAD_VALUE');
  });
}

function caught(action: () => unknown): MockError | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof MockError) return error;
    throw error;
  }
  return undefined;
}

t.test('records go into the zone that answers for their name, whatever their spelling', async (t) => {
  const records = [
    record('WWW.Contoso.com', 'A', '127.0.0.1'),
    record('a.dev.contoso.com.', 'A', '127.0.0.2'),
    record('dev.contoso.com', 'TXT', 'apex'),
  ];
  const zones = gatherZones(['contoso.com.', 'Dev.Contoso.com'], records, 5);
  t.same(
    zones.map((each) => [each.origin, each.records.map(({ name }) => name)]),
    [
      ['contoso.com', ['WWW.Contoso.com']],
      ['dev.contoso.com', ['a.dev.contoso.com.', 'dev.contoso.com']],
    ],
  );
  t.doesNotThrow(() => indexZones(zones));
});

t.test('a record outside every zone and a zone given twice are refused', async (t) => {
  const stray = [record('www.example.com', 'A', '127.0.0.1')];
  t.throws(() => gatherZones(['contoso.com'], stray, 5), {
    reason: 'DNS_OUTSIDE_ZONES',
    message: /www\.example\.com .*contoso\.com\./,
  });
  t.throws(() => gatherZones(['contoso.com', 'CONTOSO.com.'], [], 5), {
    reason: 'DNS_ZONE_TWICE',
    message: /contoso\.com\./,
  });
});
