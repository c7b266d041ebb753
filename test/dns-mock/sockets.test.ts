import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import t from 'tap';
import { record, resolver, startTestDns, zone } from './support.ts';

const contoso = zone(
  record('www.contoso.com', 'A', '127.0.0.1'),
  record('big.contoso.com', 'TXT', 'x'.repeat(2000)),
);
const noIpv6 = Object.values(os.networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1')
  ? false
  : 'this machine has no ::1';

t.test('port 0 takes one port for UDP and TCP', async (t) => {
  await using dns = await startTestDns([contoso]);
  t.equal(dns.address, '127.0.0.1');
  t.ok(dns.port > 0);
  const [[text]] = (await resolver(dns).resolveTxt('big.contoso.com')) as [[string]];
  t.equal(text.length, 255, 'UDP said TC, TCP had the answer');
});

t.test('two servers in one process do not meet', async (t) => {
  await using one = await startTestDns([contoso]);
  await using two = await startTestDns([contoso]);
  t.not(one.port, two.port);
  one.setFault('www.contoso.com', { fault: 'nxdomain' });
  t.strictSame(await resolver(two).resolve4('www.contoso.com'), ['127.0.0.1']);
  t.equal(one.observations.all().length, 0);
});

t.test('::1 works as well as 127.0.0.1', { skip: noIpv6 }, async (t) => {
  await using dns = await startTestDns([contoso], { host: '::1' });
  t.equal(dns.address, '::1');
  t.strictSame(await resolver(dns).resolve4('www.contoso.com'), ['127.0.0.1']);
  await resolver(dns).resolveTxt('big.contoso.com');
  t.match(dns.observations.all(), [
    { transport: 'udp', client: /^\[::1\]:\d+$/ },
    { transport: 'udp', truncated: true },
    { transport: 'tcp', client: /^\[::1\]:\d+$/, truncated: false },
  ]);
});

t.test('a name of this machine works as a host', async (t) => {
  await using dns = await startTestDns([contoso], { host: 'localhost' });
  t.ok(net.isIP(dns.address));
  t.strictSame(await resolver(dns).resolve4('www.contoso.com'), ['127.0.0.1']);
});

const inUse = (port: number) => ({
  code: 'PORT_IN_USE',
  message: `Port ${port} on 127.0.0.1 is already in use.`,
  remedy: /--dns-port/,
});

t.test('a port that UDP cannot have is in use', async (t) => {
  const taken = dgram.createSocket('udp4');
  taken.bind(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address();
  await t.rejects(startTestDns([contoso], { port }), inUse(port));
  taken.close();
});

t.test('a port that TCP cannot have is in use, and UDP is given back', async (t) => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as net.AddressInfo;
  await t.rejects(startTestDns([contoso], { port }), inUse(port));
  taken.close();
  await once(taken, 'close');
  await using dns = await startTestDns([contoso], { port });
  t.equal(dns.port, port);
});

for (const host of ['192.0.2.1', 'no-such-host.invalid']) {
  t.test(`${host} is not an address of this machine`, async (t) => {
    await t.rejects(startTestDns([contoso], { host }), {
      code: 'ADDRESS_NOT_HERE',
      message: new RegExp(host),
    });
  });
}

t.test('a zone that is wrong is told before a port is opened', async (t) => {
  const wrong = zone(record('www.contoso.com', 'A', 'localhost'));
  await t.rejects(startTestDns([wrong], { host: '192.0.2.1' }), { code: 'DNS_BAD_VALUE' });
});

t.test('a closed server gives its port back', async (t) => {
  const first = await startTestDns([contoso]);
  await first.close();
  await using second = await startTestDns([contoso], { port: first.port });
  t.equal(second.port, first.port);
});
