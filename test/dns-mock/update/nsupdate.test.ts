import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { MockError } from '../../../common/errors.ts';
import type { DnsUpdateObserved, Observation } from '../../../common/observations.ts';
import type { DnsServer } from '../../../dns-mock/server.ts';
import { formatTsigKeyFile, parseTsigKey, parseTsigKeyFile } from '../../../dns-mock/update/tsig-key.ts';
import { needs } from '../../support/tools.ts';
import { dig, record, startTestDns, zone } from '../support.ts';

const skip = needs('nsupdate', 'dig');
const contoso = zone(record('www.contoso.com', 'A', '127.0.0.1'));
const SECRET = Buffer.from('the secret of this test').toString('base64');

/** What the real nsupdate comes to. */
async function nsupdate(dns: DnsServer, args: string[], ...lines: string[]) {
  const child = spawn('nsupdate', ['-t', '5', ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  child.stdin.end([`server ${dns.address} ${dns.port}`, ...lines, 'send', ''].join('\n'));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr };
}

const isUpdate = (seen: Observation): seen is Observation & DnsUpdateObserved => seen.kind === 'dns-update';

for (const transport of ['udp', 'tcp'] as const) {
  t.test(`nsupdate sets and removes records over ${transport}, without a zone line`, { skip }, async (t) => {
    await using dns = await startTestDns([contoso]);
    const args = transport === 'tcp' ? ['-v'] : [];
    const set = await nsupdate(
      dns,
      args,
      'update delete www.contoso.com A',
      'update add www.contoso.com 300 A 127.0.0.9',
      'update add api.contoso.com 60 CNAME www.contoso.com.',
      'update add _acme-challenge.www.contoso.com 60 TXT "two" "strings"',
    );
    t.strictSame(set, { code: 0, stderr: '' });
    t.match(await dig(dns, '+short', 'api.contoso.com'), /^www\.contoso\.com\.\n127\.0\.0\.9\n$/);
    t.equal(await dig(dns, '+short', '_acme-challenge.www.contoso.com', 'TXT'), '"two" "strings"\n');
    t.ok(dns.listRecords().some(({ name, ttl }) => name === 'www.contoso.com' && ttl === 300));
    t.strictSame(await nsupdate(dns, args, 'update delete api.contoso.com'), { code: 0, stderr: '' });
    t.match(await dig(dns, 'api.contoso.com'), /status: NXDOMAIN/);
    const seen = dns.observations.all().filter(isUpdate);
    t.strictSame(
      seen.map(({ transport, zone, rcode, key }) => ({ transport, zone, rcode, key })),
      Array(2).fill({ transport, zone: 'contoso.com', rcode: 'NOERROR', key: null }),
    );
    t.ok(seen[0]?.changes.includes('+ www.contoso.com. 300 IN A 127.0.0.9'));
  });
}

t.test(
  'nsupdate reports a prerequisite that fails, a zone of others and a record that cannot be',
  { skip },
  async (t) => {
    await using dns = await startTestDns([contoso]);
    const exists = await nsupdate(
      dns,
      [],
      'prereq nxrrset www.contoso.com A',
      'update add www.contoso.com 60 A 127.0.0.2',
    );
    t.match(exists, { code: 2, stderr: /YXRRSET/ });
    const foreign = await nsupdate(dns, [], 'zone example.org', 'update add www.example.org 60 A 127.0.0.2');
    t.match(foreign, { code: 2, stderr: /NOTAUTH/ });
    const delegation = await nsupdate(dns, [], 'update add sub.contoso.com 60 NS ns.example.org.');
    t.match(delegation, { code: 2, stderr: /REFUSED/ });
    t.strictSame(dns.listRecords(), contoso.records, 'nothing of it was done');
  },
);

for (const algorithm of ['hmac-sha256', 'hmac-sha384', 'hmac-sha512']) {
  t.test(`nsupdate with ${algorithm} is answered with a signature that it accepts`, { skip }, async (t) => {
    const typed = `${algorithm}:contoso-key:${SECRET}`;
    const key = parseTsigKey(typed);
    if (key === null) throw new Error('The key was not read.');
    await using dns = await startTestDns([contoso], { update: { keys: [key], unsignedFromLoopback: false } });
    const line = 'update add a.contoso.com 60 A 127.0.0.3';
    t.strictSame(await nsupdate(dns, ['-y', typed], line), { code: 0, stderr: '' });
    const file = path.join(t.testdir(), 'update.key');
    await writeFile(file, formatTsigKeyFile(key));
    t.strictSame(await nsupdate(dns, ['-v', '-k', file], 'update delete a.contoso.com'), {
      code: 0,
      stderr: '',
    });

    const wrongSecret = `${algorithm}:contoso-key:${Buffer.from('another').toString('base64')}`;
    t.match(await nsupdate(dns, ['-y', wrongSecret], 'zone contoso.com', line), {
      code: 2,
      stderr: /BADSIG/,
    });
    t.match(await nsupdate(dns, ['-y', `${algorithm}:other:${SECRET}`], line), { code: 2, stderr: /BADKEY/ });
    t.match(await nsupdate(dns, [], line), { code: 2, stderr: /REFUSED/ });
    t.strictSame(dns.listRecords(), contoso.records);
    const { rcode, key: named } = dns.observations.all().filter(isUpdate)[0] ?? {};
    t.strictSame({ rcode, named }, { rcode: 'NOERROR', named: 'contoso-key' });
    t.match(
      await dig(dns, '-y', typed, 'www.contoso.com'),
      /127\.0\.0\.1[\s\S]*TSIG/,
      'signed queries are answered as well',
    );
  });
}

t.test('a key is read as nsupdate takes it, and what is no key is refused without its secret', async (t) => {
  t.match(parseTsigKey(`Contoso:${SECRET}`), { name: 'contoso', algorithm: 'hmac-sha256' });
  t.equal(parseTsigKey('keys/update.key'), null);
  t.equal(parseTsigKey('C:\\keys\\update.key'), null);
  const key = parseTsigKey(`hmac-sha512:contoso:${SECRET}`);
  if (key === null) throw new Error('The key was not read.');
  t.strictSame(parseTsigKeyFile(formatTsigKeyFile(key), 'update.key'), key);
  for (const wrong of [
    () => parseTsigKey(`hmac-md5:contoso:${SECRET}`),
    () => parseTsigKeyFile(SECRET, 'update.key'),
  ]) {
    try {
      wrong();
      t.fail('it was accepted');
    } catch (error) {
      t.match(error, { reason: 'DNS_BAD_UPDATE_KEY' });
      t.notMatch(error instanceof MockError && `${error.message} ${error.remedy}`, SECRET);
    }
  }
});
