import t from 'tap';
import { decideUpdate, type UpdatedZone } from '../../../dns-mock/update/decide-update.ts';
import { readUpdate } from '../../../dns-mock/update/read-update.ts';
import type { ZoneRecord } from '../../../dns-mock/zone.ts';
import { record, wireName } from '../support.ts';
import {
  A,
  ANY,
  address,
  CNAME,
  IN,
  NONE,
  NS,
  SOA,
  SRV,
  soa,
  TXT,
  text,
  type UpdateShape,
  updateMessage,
} from './update-message.ts';

const RECORDS: ZoneRecord[] = [
  record('contoso.com', 'NS', 'ns.contoso.com.'),
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('www.contoso.com', 'A', '127.0.0.2'),
  record('www.contoso.com', 'TXT', '"one"'),
  record('alias.contoso.com', 'CNAME', 'www.contoso.com.'),
];

function zoneOf(records: ZoneRecord[] = RECORDS, serial = 7): UpdatedZone {
  return {
    origin: 'contoso.com',
    records,
    soa: record(
      'contoso.com',
      'SOA',
      `ns.contoso.com. hostmaster.contoso.com. ${serial} 7200 900 1209600 5`,
      5,
    ),
    holds: (name) =>
      (name === 'contoso.com' || name.endsWith('.contoso.com')) && !name.endsWith('sub.contoso.com'),
  };
}

function decide(shape: UpdateShape, zone = zoneOf()) {
  const message = readUpdate(updateMessage(shape));
  if (typeof message === 'string') throw new Error(message);
  return decideUpdate(zone, message);
}

const www = (type: number, cls: number, rdata?: Buffer) => ({
  name: 'www.contoso.com',
  type,
  class: cls,
  ...(rdata === undefined ? {} : { rdata }),
});
const added = { updates: [{ name: 'new.contoso.com', type: A, rdata: address(9) }] };

const PREREQUISITES: [string, UpdateShape['prerequisites'], string][] = [
  ['a record set that is there', [www(A, ANY)], 'NOERROR'],
  ['a record set that is missing', [www(CNAME, ANY)], 'NXRRSET'],
  ['the SOA that the server makes by itself', [{ name: 'contoso.com', type: SOA, class: ANY }], 'NOERROR'],
  ['a name in use', [www(ANY, ANY)], 'NOERROR'],
  ['a name in use that is not', [{ name: 'no.contoso.com', type: ANY, class: ANY }], 'NXDOMAIN'],
  ['no such record set, which is there', [www(A, NONE)], 'YXRRSET'],
  ['no such record set', [www(CNAME, NONE)], 'NOERROR'],
  ['no such name, which is there', [www(ANY, NONE)], 'YXDOMAIN'],
  ['no such name', [{ name: 'no.contoso.com', type: ANY, class: NONE }], 'NOERROR'],
  [
    'exactly these records, in any order',
    [2, 1].map((last) => ({ ...www(A, IN, address(last)), ttl: 0 })),
    'NOERROR',
  ],
  ['exactly these records, and one is missing', [{ ...www(A, IN, address(1)), ttl: 0 }], 'NXRRSET'],
  [
    'exactly these records, and one is another',
    [1, 3].map((last) => ({ ...www(A, IN, address(last)), ttl: 0 })),
    'NXRRSET',
  ],
  ['a TTL where there must be none', [{ ...www(A, ANY), ttl: 1 }], 'FORMERR'],
  ['data where there must be none', [www(A, NONE, address(1))], 'FORMERR'],
  ['a class that means nothing', [www(A, 3)], 'FORMERR'],
  ['a name of another zone', [{ name: 'www.example.org', type: A, class: ANY }], 'NOTZONE'],
  ['a name of a zone below', [{ name: 'www.sub.contoso.com', type: A, class: ANY }], 'NOTZONE'],
];
for (const [what, prerequisites = [], rcode] of PREREQUISITES) {
  t.test(`prerequisite: ${what} comes to ${rcode}`, async (t) => {
    t.equal(decide({ prerequisites, ...added }).rcode, rcode);
  });
}

const REFUSED: [string, UpdateShape, string][] = [
  ['another zone class', { zoneClass: 3 }, 'NOTAUTH'],
  ['another zone type', { zoneType: A }, 'FORMERR'],
  [
    'a name outside of the zone',
    { updates: [{ name: 'www.example.org', type: A, rdata: address(1) }] },
    'NOTZONE',
  ],
  ['type ANY to add', { updates: [www(ANY, IN, address(1))] }, 'FORMERR'],
  ['a record to add without data', { updates: [www(A, IN)] }, 'FORMERR'],
  ['a record to delete with a TTL', { updates: [{ ...www(A, NONE, address(1)), ttl: 5 }] }, 'FORMERR'],
  ['a record of type ANY to delete', { updates: [www(ANY, NONE)] }, 'FORMERR'],
  ['a record set to delete with data', { updates: [www(A, ANY, address(1))] }, 'FORMERR'],
  ['a class that means nothing', { updates: [www(A, 3)] }, 'FORMERR'],
  ['a type that the server does not hold', { updates: [www(SRV, IN, Buffer.alloc(7))] }, 'REFUSED'],
  [
    'a target that is no host name',
    { updates: [{ name: 'a.contoso.com', type: CNAME, rdata: wireName('a b') }] },
    'REFUSED',
  ],
];
for (const [what, shape, rcode] of REFUSED) {
  t.test(`${what} comes to ${rcode}, and nothing of the update is done`, async (t) => {
    const { updates = [] } = shape;
    t.equal(decide({ ...shape, updates: [...(added.updates ?? []), ...updates] }).rcode, rcode);
  });
}

const CHANGES: [string, UpdateShape['updates'], string[]][] = [
  ['a new record', added.updates, ['+ new.contoso.com. 60 IN A 127.0.0.9']],
  ['a record that is there', [www(A, IN, address(1))], []],
  [
    'another TTL holds for the whole set',
    [{ ...www(A, IN, address(1)), ttl: 300 }],
    [
      '- www.contoso.com. 60 IN A 127.0.0.1',
      '- www.contoso.com. 60 IN A 127.0.0.2',
      '+ www.contoso.com. 300 IN A 127.0.0.2',
      '+ www.contoso.com. 300 IN A 127.0.0.1',
    ],
  ],
  ['one record is deleted', [www(A, NONE, address(2))], ['- www.contoso.com. 60 IN A 127.0.0.2']],
  ['a record that is not there is deleted', [www(A, NONE, address(3))], []],
  ['a set is deleted', [www(TXT, ANY)], ['- www.contoso.com. 60 IN TXT "one"']],
  [
    'a name is deleted',
    [www(ANY, ANY)],
    [
      '- www.contoso.com. 60 IN A 127.0.0.1',
      '- www.contoso.com. 60 IN A 127.0.0.2',
      '- www.contoso.com. 60 IN TXT "one"',
    ],
  ],
  [
    'a set is replaced: deleted and added in one message',
    [www(A, ANY), www(A, IN, address(9))],
    [
      '- www.contoso.com. 60 IN A 127.0.0.1',
      '- www.contoso.com. 60 IN A 127.0.0.2',
      '+ www.contoso.com. 60 IN A 127.0.0.9',
    ],
  ],
  [
    'the case of a name does not matter',
    [{ ...www(A, NONE, address(2)), name: 'WWW.contoso.COM' }],
    ['- www.contoso.com. 60 IN A 127.0.0.2'],
  ],
  ['a CNAME beside other data', [www(CNAME, IN, wireName('a.contoso.com'))], []],
  ['other data beside a CNAME', [{ name: 'alias.contoso.com', type: TXT, rdata: text('x') }], []],
  [
    'a CNAME in place of a CNAME',
    [{ name: 'alias.contoso.com', type: CNAME, rdata: wireName('a.contoso.com') }],
    ['- alias.contoso.com. 60 IN CNAME www.contoso.com.', '+ alias.contoso.com. 60 IN CNAME a.contoso.com.'],
  ],
  [
    'the last NS of the zone stays',
    [{ name: 'contoso.com', type: NS, class: NONE, rdata: wireName('ns.contoso.com') }],
    [],
  ],
  [
    'NS and SOA stay when the name of the zone is deleted',
    [{ name: 'contoso.com', type: ANY, class: ANY }],
    [],
  ],
  ['a SOA with an older serial', [{ name: 'contoso.com', type: SOA, rdata: soa(6) }], []],
  [
    'a SOA with a newer serial',
    [{ name: 'contoso.com', type: SOA, rdata: soa(8) }],
    ['+ contoso.com. 60 IN SOA ns.contoso.com. hostmaster.contoso.com. 8 7200 900 1209600 5'],
  ],
];
for (const [what, updates = [], changes] of CHANGES) {
  t.test(`update: ${what}`, async (t) => {
    const decision = decide({ updates });
    t.equal(decision.rcode, 'NOERROR');
    t.strictSame('changes' in decision && decision.changes, changes);
  });
}

t.test('records that an update does not name stay as they are', async (t) => {
  const decision = decide({ updates: [www(ANY, ANY)] });
  t.strictSame('records' in decision && decision.records, [RECORDS[0], RECORDS[4]]);
});

t.test(
  'a zone with a SOA of its own gets the next serial with a change, and keeps it without one',
  async (t) => {
    const own = zoneOf(
      [
        ...RECORDS,
        record('contoso.com', 'SOA', 'ns.contoso.com. hostmaster.contoso.com. 4294967295 1 1 1 5'),
      ],
      4294967295,
    );
    const soaOf = (decision: ReturnType<typeof decide>) =>
      'records' in decision ? decision.records.find(({ type }) => type === 'SOA')?.value : null;
    t.match(soaOf(decide(added, own)), / hostmaster\.contoso\.com\. 0 /, 'serials wrap around (RFC 1982)');
    t.match(soaOf(decide({ updates: [www(A, IN, address(1))] }, own)), / 4294967295 /);
  },
);

t.test('a zone cannot grow without end', async (t) => {
  const many = Array.from({ length: 2000 }, (_, n) => record(`h${n}.contoso.com`, 'A', '127.0.0.1'));
  t.equal(decide(added, zoneOf(many)).rcode, 'REFUSED');
  const smaller = decide({ updates: [{ name: 'h1.contoso.com', type: ANY, class: ANY }] }, zoneOf(many));
  t.equal(smaller.rcode, 'NOERROR');
});
