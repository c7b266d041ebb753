import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { readPem, toPem } from '../../pki/pem.ts';
import { cli } from '../support/cli.ts';
import { missing, run } from '../support/tools.ts';

const dir = t.testdir();
const state = path.join(dir, 'state');
const authority = await openAuthority({ stateDir: path.join(state, 'authority') });
const root = new X509Certificate(authority.rootPem);

async function trust(format: string, ...args: string[]): Promise<string> {
  const out = path.join(dir, `trust-${format}-${args.length}`);
  const { code, stderr } = await cli(
    'certs',
    'trust',
    '--state',
    state,
    '--format',
    format,
    '--out',
    out,
    ...args,
  );
  t.strictSame({ code, stderr }, { code: 0, stderr: '' }, `certs trust --format ${format}`);
  return out;
}

const certificatesIn = (text: string): X509Certificate[] =>
  readPem(text).map(({ label, der }) => new X509Certificate(toPem(label, der)));

t.test('pem holds the CA, and bundle the public roots as well', async (t) => {
  const own = certificatesIn(readFileSync(await trust('pem'), 'utf8'));
  t.strictSame(
    own.map(({ fingerprint256 }) => fingerprint256),
    [root.fingerprint256],
  );
  const bundle = certificatesIn(readFileSync(await trust('bundle'), 'utf8'));
  t.equal(bundle[0]?.fingerprint256, root.fingerprint256);
  t.ok(bundle.length > 100, `${bundle.length} roots`);
});

t.test('--add takes further certificates, and only certificates', async (t) => {
  const intermediate = path.join(dir, 'intermediate.pem');
  writeFileSync(intermediate, authority.intermediatePem);
  t.equal(certificatesIn(readFileSync(await trust('pem', '--add', intermediate), 'utf8')).length, 2);
  const none = path.join(dir, 'none.pem');
  writeFileSync(none, 'no certificate');
  t.match(await cli('certs', 'trust', '--state', state, '--out', path.join(dir, 'x'), '--add', none), {
    code: 2,
    stderr: /CLI_BAD_OPTION.*none\.pem/,
  });
});

for (const format of ['pkcs12', 'jks'] as const) {
  t.test(
    `keytool reads ${format}, and Java takes it as an anchor`,
    { skip: missing('keytool') },
    async (t) => {
      const file = await trust(format);
      const type = format === 'jks' ? 'JKS' : 'PKCS12';
      const list = ['-list', '-v', '-keystore', file, '-storetype', type, '-storepass', 'changeit'];
      const { code, stdout } = await run('keytool', list, '', 60_000);
      t.equal(code, 0, stdout);
      t.match(stdout, /trustedCertEntry/);
      t.ok(stdout.includes(root.fingerprint256), 'it is the CA of the mock');
      const wrong = await run('keytool', list.with(-1, 'wrong-one'), '', 60_000);
      t.not(wrong.code, 0, 'the MAC counts');
    },
  );
}

t.test(
  'openssl verifies the MAC of pkcs12 and finds the CA in it',
  { skip: missing('openssl') },
  async (t) => {
    const file = await trust('pkcs12');
    const { code, stdout, stderr } = await run('openssl', [
      'pkcs12',
      '-in',
      file,
      '-nokeys',
      '-passin',
      'pass:changeit',
    ]);
    t.equal(code, 0, stderr);
    t.strictSame(
      certificatesIn(stdout).map(({ fingerprint256 }) => fingerprint256),
      [root.fingerprint256],
    );
    t.match(await run('openssl', ['pkcs12', '-in', file, '-nokeys', '-passin', 'pass:wrong']), {
      code: 1,
      stderr: /mac verify error/i,
    });
  },
);

t.test('Node trusts a server of the mock with the file', async (t) => {
  const { certPem, keyPem } = await authority.issueLeaf({ names: ['localhost'] });
  const server = https.createServer({ cert: certPem, key: keyPem }, (_, answer) => answer.end('good'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const { port } = server.address() as { port: number };
  const script = `fetch('https://localhost:${port}').then((r) => r.text()).then(console.log, (e) => { console.log(e.cause.code); })`;
  const withFile = await run('env', [
    `NODE_EXTRA_CA_CERTS=${await trust('pem')}`,
    process.execPath,
    '-e',
    script,
  ]);
  t.equal(withFile.stdout, 'good\n');
  t.notMatch(
    (await run('env', ['-u', 'NODE_EXTRA_CA_CERTS', process.execPath, '-e', script])).stdout,
    'good',
  );
});
