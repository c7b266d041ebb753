import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import type { DnsServer } from '../../../dns-mock/server.ts';
import { formatTsigKeyFile, parseTsigKey } from '../../../dns-mock/update/tsig-key.ts';
import { openAuthority } from '../../../pki/authority.ts';
import { installPebble, startPebble } from '../../support/pebble.ts';
import { pythonWith } from '../../support/python-packages.ts';
import { missing, run } from '../../support/tools.ts';
import { record, startTestDns, zone } from '../support.ts';

t.setTimeout(300_000);
const authority = await openAuthority({ stateDir: null });
const [{ pebble, skip: noPebble }, { python, skip: noCertbot }] = await Promise.all([
  installPebble(),
  pythonWith('certbot==5.8.0', 'certbot-dns-rfc2136==5.8.0'),
]);
const skip = noPebble || missing('curl');
const SECRET = Buffer.from('the secret of this test').toString('base64');

/** What the program certbot is; its own file names the folder in which it was installed before that was renamed. */
const CERTBOT = 'import sys; from certbot.main import main; sys.exit(main())';

/** A zone that only a signed update changes, and Pebble, which validates by it. */
async function bed(folder: string, algorithm: string) {
  const key = parseTsigKey(`${algorithm}:acme:${SECRET}`);
  if (key === null) throw new Error('The key was not read.');
  const dns = await startTestDns([zone(record('www.contoso.com', 'A', '127.0.0.1'))], {
    update: { keys: [key], unsignedFromLoopback: false },
  });
  const caFile = path.join(folder, 'ca.pem');
  await writeFile(caFile, authority.rootPem);
  await writeFile(path.join(folder, 'update.key'), formatTsigKeyFile(key));
  const acme = await startPebble(pebble, folder, dns.port, authority);
  return {
    dns,
    acme,
    caFile,
    [Symbol.asyncDispose]: async () => {
      await acme[Symbol.asyncDispose]();
      await dns.close();
    },
  };
}

const namesIn = (pem: string): string | undefined => new X509Certificate(pem).subjectAltName;
const isChallengeGone = (dns: DnsServer): boolean => dns.listRecords().every(({ type }) => type !== 'TXT');

t.test(
  'certbot gets a certificate by its rfc2136 plugin and takes its record back',
  { skip: skip || noCertbot },
  async (t) => {
    const folder = t.testdir();
    await using b = await bed(folder, 'hmac-sha512');
    const credentials = path.join(folder, 'rfc2136.ini');
    const lines = {
      server: '127.0.0.1',
      port: b.dns.port,
      name: 'acme',
      secret: SECRET,
      algorithm: 'HMAC-SHA512',
    };
    await writeFile(
      credentials,
      Object.entries(lines)
        .map(([name, value]) => `dns_rfc2136_${name} = ${value}\n`)
        .join(''),
      { mode: 0o600 },
    );
    const args = [
      ...['certonly', '--non-interactive', '--agree-tos', '--register-unsafely-without-email'],
      ...['--server', b.acme.directory, '--config-dir', folder, '--work-dir', folder, '--logs-dir', folder],
      ...[
        '--dns-rfc2136',
        '--dns-rfc2136-credentials',
        credentials,
        '--dns-rfc2136-propagation-seconds',
        '0',
      ],
      ...['-d', 'www.contoso.com', '-d', '*.contoso.com'],
    ];
    const { code, stdout, stderr } = await run(
      'env',
      // The path of this Python has "=" in it, which env would take for a variable.
      [`REQUESTS_CA_BUNDLE=${b.caFile}`, 'sh', '-c', 'exec "$@"', 'sh', python, '-c', CERTBOT, ...args],
      '',
      60_000,
    );
    t.equal(code, 0, `${stdout}${stderr}`);
    const chain = await readFile(path.join(folder, 'live/www.contoso.com/fullchain.pem'), 'utf8');
    t.match(namesIn(chain), /DNS:www\.contoso\.com/);
    t.ok(isChallengeGone(b.dns));
  },
);

t.test('lego gets a certificate by RFC 2136 over UDP', { skip: skip || missing('lego') }, async (t) => {
  const folder = t.testdir();
  await using b = await bed(folder, 'hmac-sha256');
  const environment = {
    RFC2136_NAMESERVER: `127.0.0.1:${b.dns.port}`,
    RFC2136_TSIG_KEY: 'acme',
    RFC2136_TSIG_ALGORITHM: 'hmac-sha256.',
    RFC2136_TSIG_SECRET: SECRET,
    LEGO_CA_CERTIFICATES: b.caFile,
  };
  const args = [
    ...['--server', b.acme.directory, '--path', folder, '--email', 'admin@contoso.com', '--accept-tos'],
    ...['--dns', 'rfc2136', '--dns.resolvers', `127.0.0.1:${b.dns.port}`, '--dns.disable-cp'],
    ...['--domains', 'www.contoso.com', 'run'],
  ];
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const { code, stdout, stderr } = await run('env', [...variables, 'lego', ...args], '', 60_000);
  t.equal(code, 0, `${stdout}${stderr}`);
  t.match(
    namesIn(await readFile(path.join(folder, 'certificates/www.contoso.com.crt'), 'utf8')),
    /DNS:www\.contoso\.com/,
  );
  t.ok(isChallengeGone(b.dns));
});
