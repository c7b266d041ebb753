import t from 'tap';
import { describeRecordSet, readRecordSet, recordSetsOf } from '../../../apis/azure/record-sets.ts';
import type { RecordType } from '../../../dns-mock/rdata.ts';
import { GROUP, openMockAzure, ZONE } from './mock-azure.ts';

t.test('each type reads and writes its records as Azure has them', async (t) => {
  const rows: [type: RecordType, properties: object, values: string[]][] = [
    [
      'A',
      { ARecords: [{ ipv4Address: '127.0.0.1' }, { ipv4Address: '127.0.0.2' }] },
      ['127.0.0.1', '127.0.0.2'],
    ],
    ['AAAA', { AAAARecords: [{ ipv6Address: '::1' }] }, ['::1']],
    ['CNAME', { CNAMERecord: { cname: 'lb.contoso.com' } }, ['lb.contoso.com']],
    ['NS', { NSRecords: [{ nsdname: 'ns1.contoso.com' }] }, ['ns1.contoso.com']],
    ['TXT', { TXTRecords: [{ value: ['v="1"', 'k=2'] }] }, ['"v=\\"1\\"" "k=2"']],
    ['MX', { MXRecords: [{ preference: 10, exchange: 'mail.contoso.com' }] }, ['10 mail.contoso.com']],
    [
      'CAA',
      { caaRecords: [{ flags: 0, tag: 'issue', value: 'ca.contoso.com' }] },
      ['0 issue "ca.contoso.com"'],
    ],
    [
      'SOA',
      {
        SOARecord: {
          host: 'ns1.contoso.com',
          email: 'hostmaster.contoso.com',
          serialNumber: 1,
          refreshTime: 2,
          retryTime: 3,
          expireTime: 4,
          minimumTTL: 5,
        },
      },
      ['ns1.contoso.com hostmaster.contoso.com 1 2 3 4 5'],
    ],
  ];
  for (const [type, properties, values] of rows) {
    const body = { properties: { TTL: 30, ...properties } };
    t.strictSame(readRecordSet(body, type, undefined), { ttl: 30, values }, type);
    const described = describeRecordSet({ name: 'www', type, ttl: 30, values }, ZONE, 'contoso.com');
    t.match(described.properties, { TTL: 30, fqdn: 'www.contoso.com.', ...properties }, type);
  }
});

t.test('records of a zone are put together by name and type', async (t) => {
  const record = (name: string, type: RecordType, value: string) => ({ name, type, value, ttl: 60 });
  const records = [
    record('www.contoso.com', 'A', '127.0.0.1'),
    record('contoso.com', 'MX', '10 mail.contoso.com'),
    record('www.contoso.com', 'A', '127.0.0.2'),
    record('www.fabrikam.com', 'A', '127.0.0.3'),
    record('xcontoso.com', 'A', '127.0.0.4'),
  ];
  t.strictSame(recordSetsOf(records, 'contoso.com'), [
    { name: 'www', type: 'A', ttl: 60, values: ['127.0.0.1', '127.0.0.2'] },
    { name: '@', type: 'MX', ttl: 60, values: ['10 mail.contoso.com'] },
  ]);
});

t.test('a record set replaces its own type and leaves the others of its name', async (t) => {
  await using azure = await openMockAzure();
  const a = (address: string, ttl = 60) => ({
    properties: { TTL: ttl, ARecords: [{ ipv4Address: address }] },
  });
  t.match(await azure.call('PUT', `${ZONE}/TXT/www`, { properties: { TXTRecords: [{ value: ['abc'] }] } }), {
    status: 201,
    body: { properties: { TTL: 3600 } },
  });
  t.match(await azure.call('PUT', `${ZONE}/a/WWW`, a('127.0.0.9', 5)), {
    status: 200,
    body: { name: 'www' },
  });
  const has = () =>
    azure.zones.listRecords().map(({ name, type, value, ttl }) => [name, type, value, ttl].join(' '));
  t.strictSame(has(), ['www.contoso.com TXT "abc" 3600', 'www.contoso.com A 127.0.0.9 5']);
  t.match(await azure.call('DELETE', `${ZONE}/A/www`), { status: 200 });
  t.match(await azure.call('DELETE', `${ZONE}/A/www`), { status: 204 });
  t.strictSame(has(), ['www.contoso.com TXT "abc" 3600']);
  t.match((await azure.call('GET', `${ZONE}/recordsets`)).body.value, [{ name: 'www', type: /TXT$/ }]);
  t.match((await azure.call('GET', `${ZONE}/A`)).body.value, []);
  t.match(azure.changes.at(-1), {
    method: 'DELETE',
    type: 'Microsoft.Network/dnsZones/A',
    name: 'www.contoso.com',
  });
});

t.test('conditions on the etag are held', async (t) => {
  await using azure = await openMockAzure();
  const path = `${ZONE}/A/www`;
  const body = { properties: { TTL: 5, ARecords: [{ ipv4Address: '127.0.0.9' }] } };
  const { etag } = (await azure.call('GET', path)).body;
  const rows: [headers: Record<string, string>, status: number][] = [
    [{ 'if-none-match': '*' }, 412],
    [{ 'if-match': 'other' }, 412],
    [{ 'if-match': etag }, 200],
    [{ 'if-match': etag }, 412],
    [{ 'if-match': '*' }, 200],
  ];
  for (const [headers, status] of rows)
    t.equal((await azure.call('PUT', path, body, headers)).status, status, JSON.stringify(headers));
  t.equal((await azure.call('PUT', `${ZONE}/A/new`, body, { 'if-match': '*' })).status, 412);
});

t.test('what the DNS server would refuse is refused in its words', async (t) => {
  await using azure = await openMockAzure();
  const rows: [path: string, properties: object, status: number, message: RegExp][] = [
    [`${ZONE}/A/x`, { ARecords: [{ ipv4Address: '999.0.0.1' }] }, 400, /not an IPv4 address/],
    [`${ZONE}/A/x`, { ARecords: [{}] }, 400, /ARecords\[0\]\.ipv4Address is missing/],
    [`${ZONE}/A/x`, { TTL: -1 }, 400, /TTL must be a whole number/],
    [`${ZONE}/CNAME/www`, { CNAMERecord: { cname: 'x.contoso.com' } }, 400, /has a CNAME and beside it/],
    [`${ZONE}/SRV/x`, {}, 400, /not SRV/],
    [`${ZONE}/A/b%20c`, { ARecords: [{ ipv4Address: '127.0.0.1' }] }, 400, /not a domain name/],
    [`${GROUP}/providers/Microsoft.Network/dnsZones/fabrikam.com/A/x`, {}, 404, /which are: contoso\.com/],
  ];
  for (const [path, properties, status, message] of rows)
    t.match(await azure.call('PUT', path, { properties }), { status, body: { error: { message } } }, path);
  t.match(await azure.call('DELETE', ZONE), {
    status: 409,
    body: { error: { message: /part of the mock/ } },
  });
  t.equal(azure.zones.listRecords().length, 1);
});
