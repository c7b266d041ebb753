import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { startWorld, type World } from '../../harness/world.ts';
import { catalogue } from '../../scenarios/catalogue.ts';
import { testAuthority } from '../support/gateway.ts';
import { needs, run } from '../support/tools.ts';

/**
 * The proof that a scenario is wrong in one thing and in no other: OpenSSL, told to put up with that one thing, checks
 * chain and name and finds them in order.
 */

const openWorld = async (name: string): Promise<World> =>
  startWorld(catalogue.world(name).world, { authority: await testAuthority(), log: silentLogger });

async function openssl(world: World, folder: string, options: string[], input = ''): Promise<string> {
  const ca = path.join(folder, 'ca.pem');
  await writeFile(ca, world.caPem);
  const { stdout, stderr } = await run(
    'openssl',
    [
      ['s_client', '-connect', world.httpsUrl?.replace('https://', '') ?? ''],
      ['-servername', world.fqdn, '-verify_hostname', world.fqdn, '-verify_return_error', '-CAfile', ca],
      options,
    ].flat(),
    input,
  );
  return stdout + stderr;
}

const LEVEL_0 = '@SECLEVEL=0';

/** What OpenSSL has to put up with, and what it then says. */
const PUTTING_UP_WITH_IT: Record<string, { options: string[]; says: RegExp }> = {
  'tls-v1-3': { options: ['-tls1_3'], says: /^New, TLSv1\.3, Cipher is TLS_AES/m },
  'tls-v1-1': { options: ['-tls1_1', '-cipher', `DEFAULT:${LEVEL_0}`], says: /Protocol *: TLSv1\.1$/m },
  'tls-v1-0': { options: ['-tls1', '-cipher', `DEFAULT:${LEVEL_0}`], says: /Protocol *: TLSv1$/m },
  'tls-fallback-scsv': {
    options: ['-tls1_1', '-cipher', `DEFAULT:${LEVEL_0}`],
    says: /Protocol *: TLSv1\.1$/m,
  },
  'null-cipher': { options: ['-tls1_2', '-cipher', `eNULL:${LEVEL_0}`], says: /Cipher is \S*NULL-SHA/ },
  'static-rsa': { options: ['-tls1_2', '-cipher', 'kRSA'], says: /Cipher is AES256-GCM-SHA384/ },
  cbc: { options: ['-tls1_2'], says: /Cipher is ECDHE-RSA-AES256-SHA384/ },
  dh1024: { options: ['-tls1_2', '-cipher', `kDHE:${LEVEL_0}`], says: /Server Temp Key: DH, 1024 bits/ },
  'alpn-unsupported': { options: ['-alpn', 'acme-tls/1'], says: /ALPN protocol: acme-tls\/1/ },
  'renegotiation-by-server': { options: ['-tls1_2'], says: /Secure Renegotiation IS supported/ },
  'alert-unrecognized-name-warning': { options: [], says: /Cipher is ECDHE-RSA/ },
  'one-byte-records': { options: [], says: /Cipher is ECDHE-RSA/ },
};

for (const [name, { options, says }] of Object.entries(PUTTING_UP_WITH_IT)) {
  t.test(`${name} is wrong in nothing else`, { skip: needs('openssl') }, async (t) => {
    await using world = await openWorld(name);
    const output = await openssl(world, t.testdir(), options);
    t.match(output, says);
    t.match(output, /Verif(y return code: 0 \(ok\)|ication: OK)/);
  });
}

t.test(
  'anonymous-cipher has no certificate that could be verified',
  { skip: needs('openssl') },
  async (t) => {
    await using world = await openWorld('anonymous-cipher');
    const output = await openssl(world, t.testdir(), ['-tls1_2', '-cipher', `aNULL:${LEVEL_0}`]);
    t.match(output, /no peer certificate available/);
    t.match(output, /Cipher is (AECDH|ADH)-/);
  },
);

t.test(
  'certificate-without-key shows a certificate in order, and a bad signature',
  { skip: needs('openssl') },
  async (t) => {
    await using world = await openWorld('certificate-without-key');
    const output = await openssl(world, t.testdir(), []);
    t.match(output, /depth=0 CN = www\.contoso\.com\nverify return:1/);
    t.match(output, /bad signature|signature failure/i);
  },
);

t.test(
  'the downgrade dance with TLS_FALLBACK_SCSV is answered as RFC 7507 says',
  { skip: needs('openssl') },
  async (t) => {
    await using world = await openWorld('tls-fallback-scsv');
    const output = await openssl(world, t.testdir(), [
      ...['-tls1_1', '-cipher', `DEFAULT:${LEVEL_0}`],
      '-fallback_scsv',
    ]);
    t.match(output, /alert inappropriate fallback/);
  },
);

t.test(
  'the router grants no renegotiation, and that scenario asks for one',
  { skip: needs('openssl') },
  async (t) => {
    await using router = await openWorld('valid');
    t.match(await openssl(router, t.testdir(), ['-tls1_2'], 'R\n'), /RENEGOTIATING\n[\s\S]*no renegotiation/);
    await using asking = await openWorld('renegotiation-by-server');
    const { hostname: host, port } = new URL(asking.httpsUrl ?? '');
    const client = tls.connect({ host, port: Number(port), servername: asking.fqdn, ca: asking.caPem });
    const secrets: string[] = [];
    await new Promise<void>((resolve) => {
      client.on('keylog', (line: Buffer) => {
        if (secrets.push(String(line)) === 2) resolve();
      });
    });
    t.match(secrets, [/^CLIENT_RANDOM /, /^CLIENT_RANDOM /]);
    t.not(secrets[0], secrets[1], 'the keys are new');
    client.destroy();
  },
);

t.test('tls-on-http-port really speaks TLS there', { skip: needs('openssl') }, async (t) => {
  await using world = await openWorld('tls-on-http-port');
  t.match(world.scoringUri, /^http:\/\/127\.0\.0\.1:/);
  const { stdout } = await run('openssl', ['s_client', '-connect', new URL(world.scoringUri).host]);
  t.match(stdout, /subject=CN = www\.contoso\.com/);
});
