import t from 'tap';
import { indexZones } from '../../dns-mock/zone.ts';
import { record, resolver, startTestDns, zone } from './support.ts';

const contoso = zone(
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('www.contoso.com', 'TXT', 'hello'),
  record('other.contoso.com', 'A', '127.0.0.2'),
);

t.test('setting the records of a name replaces all that it has', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setRecords('WWW.contoso.com.', [{ type: 'A', value: '127.0.0.9', ttl: 5 }]);
  const ask = resolver(dns);
  t.strictSame(await ask.resolve4('www.contoso.com', { ttl: true }), [{ address: '127.0.0.9', ttl: 5 }]);
  await t.rejects(ask.resolveTxt('www.contoso.com'), { code: 'ENODATA' });
  t.strictSame(dns.listRecords(), [
    record('other.contoso.com', 'A', '127.0.0.2'),
    record('www.contoso.com', 'A', '127.0.0.9', 5),
  ]);
});

t.test('a new name is there at once, and the serial of the zone goes up', async (t) => {
  await using dns = await startTestDns([contoso]);
  const ask = resolver(dns);
  await t.rejects(ask.resolve4('new.contoso.com'), { code: 'ENOTFOUND' });
  dns.setRecords('new.contoso.com', [{ type: 'A', value: '127.0.0.4', ttl: 5 }]);
  t.strictSame(await ask.resolve4('new.contoso.com'), ['127.0.0.4']);
  t.equal((await ask.resolveSoa('contoso.com')).serial, 2);
});

t.test('unsetting the records of a name removes it', async (t) => {
  await using dns = await startTestDns([contoso]);
  t.equal(dns.unsetRecords('www.CONTOSO.com'), true);
  t.equal(dns.unsetRecords('www.contoso.com'), false, 'there is nothing left to remove');
  await t.rejects(resolver(dns).resolve4('www.contoso.com'), { code: 'ENOTFOUND' });
  dns.setRecords('other.contoso.com', []);
  t.strictSame(dns.listRecords(), [], 'an empty list removes, too');
});

t.test('a change that is refused changes nothing', async (t) => {
  await using dns = await startTestDns([contoso]);
  const before = dns.listRecords();
  dns.setFault('www.contoso.com', { fault: 'truncate' });
  const bad = { type: 'A', value: 'localhost', ttl: 5 } as const;
  t.throws(() => dns.setRecords('www.contoso.com', [bad]), { code: 'DNS_BAD_VALUE' });
  t.throws(() => dns.replaceZones([zone(), zone()]), { code: 'DNS_ZONE_TWICE' });
  t.throws(() => dns.setFault('www.contoso.com', { fault: 'delay', delayMs: -1 }), { code: 'DNS_BAD_FAULT' });
  t.strictSame(dns.listRecords(), before);
  t.strictSame(dns.listFaults(), [{ name: 'www.contoso.com', fault: { fault: 'truncate' } }]);
  t.strictSame(await resolver(dns).resolve4('www.contoso.com'), ['127.0.0.1']);
});

t.test('a name outside of all zones is refused with the names of the zones', async (t) => {
  await using dns = await startTestDns([contoso, { ...zone(), origin: 'fabrikam.test' }]);
  const outside = { code: 'DNS_OUTSIDE_ZONES', message: /contoso\.com\., fabrikam\.test\./ };
  t.throws(() => dns.setRecords('www.example.net', [{ type: 'A', value: '127.0.0.1', ttl: 5 }]), outside);
  t.throws(() => dns.setFault('www.example.net', { fault: 'servfail' }), outside);
  t.equal(dns.unsetRecords('www.example.net'), false);
  t.equal(dns.clearFault('www.example.net'), false);
});

t.test('other zones replace the old ones in one step and end the faults', async (t) => {
  await using dns = await startTestDns([contoso]);
  dns.setFault('www.contoso.com', { fault: 'nxdomain' });
  dns.replaceZones([{ origin: 'arc-ml', negativeTtl: 5, records: [record('arc-ml', 'A', '127.0.0.5')] }]);
  t.strictSame(dns.listFaults(), []);
  const ask = resolver(dns);
  t.strictSame(await ask.resolve4('arc-ml'), ['127.0.0.5']);
  await t.rejects(ask.resolve4('www.contoso.com'), { code: 'EREFUSED' });
  dns.replaceZones([contoso]);
  t.strictSame(await ask.resolve4('www.contoso.com'), ['127.0.0.1']);
});

t.test('a server without zones refuses every question', async (t) => {
  await using dns = await startTestDns([]);
  await t.rejects(resolver(dns).resolve4('www.contoso.com'), { code: 'EREFUSED' });
  t.throws(() => dns.setFault('www.contoso.com', { fault: 'servfail' }), { message: /none/ });
});

t.test('the server keeps records of its own: the caller may do with theirs as they like', async (t) => {
  const mine = structuredClone(contoso);
  await using dns = await startTestDns([mine]);
  mine.records.length = 0;
  for (const listed of dns.listRecords()) listed.value = 'changed';
  dns.setRecords('new.contoso.com', [{ type: 'A', value: '127.0.0.4', ttl: 5 }]);
  t.strictSame(await resolver(dns).resolve4('www.contoso.com'), ['127.0.0.1']);
});

t.test('ten thousand names are indexed in short order', async (t) => {
  const many = Array.from({ length: 10_000 }, (_, n) => record(`n${n}.contoso.com`, 'A', '127.0.0.1'));
  const startedAt = performance.now();
  t.equal(indexZones([zone(...many)]).get('contoso.com')?.nodes.size, 10_001);
  t.ok(performance.now() - startedAt < 3000);
});
