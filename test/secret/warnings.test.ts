import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { mint, mintLeaf, mintPki, openssl, raw, refusalOf } from './minting.ts';

const pki = mintPki(t.testdir({}));
const { leaf, intermediate, root, chain, folder } = pki;
const DAY_MS = 86_400_000;
// A minute on, so that what is minted during the test is valid by then.
const now = new Date(Date.now() + 60_000);
const inDays = (days: number): Date => new Date(now.getTime() + days * DAY_MS);

const check = (cert: string, key = leaf.key, at = now) =>
  checkSecret(raw(cert, key), { cname: 'www.contoso.com', now: at });
const warningsOf = (cert: string, key = leaf.key, at = now) => check(cert, key, at).warnings;
const reasonsOf = (...args: Parameters<typeof warningsOf>) => warningsOf(...args).map(({ reason }) => reason);

t.test('an expired certificate is served with a warning', async (t) => {
  const { notAfter } = check(chain).material;
  t.strictSame(reasonsOf(chain, leaf.key, new Date(notAfter.getTime() + 1)), ['SECRET_EXPIRED']);
  const [warning] = warningsOf(chain, leaf.key, inDays(366));
  t.equal(warning?.message, `The certificate expired at ${notAfter.toISOString()}.`);
});

t.test(
  'a certificate is good to the last second of notAfter, and expires soon for 30 days before',
  async (t) => {
    const { notAfter } = check(chain).material;
    const before = (days: number) => new Date(notAfter.getTime() - days * DAY_MS);
    t.strictSame(reasonsOf(chain, leaf.key, notAfter), ['SECRET_EXPIRES_SOON']);
    t.strictSame(reasonsOf(chain, leaf.key, before(30)), ['SECRET_EXPIRES_SOON']);
    const said = { 12: 'in 12 days', 1.5: 'in 1 day', 0.5: 'within a day' };
    for (const [days, when] of Object.entries(said))
      t.match(warningsOf(chain, leaf.key, before(Number(days)))[0]?.message, `expires ${when}, at`);
    t.strictSame(reasonsOf(chain, leaf.key, before(30.01)), []);
  },
);

t.test('a short-lived certificate expires soon in the last third of its lifetime', async (t) => {
  for (const [name, days, fresh, old] of [
    ['six-days', 6, 2.1, 1.9],
    ['forty-seven-days', 47, 16, 15.5],
    ['ninety-days', 90, 30.1, 29.9],
  ] as const) {
    const short = mintLeaf(pki, name, { days });
    const text = short.cert + intermediate.cert;
    const { notAfter } = check(text, short.key).material;
    const before = (left: number) => new Date(notAfter.getTime() - left * DAY_MS);
    t.strictSame(reasonsOf(text, short.key), [], `${name}: fresh`);
    t.strictSame(reasonsOf(text, short.key, before(fresh)), [], `${name}: ${fresh} days left`);
    t.strictSame(
      reasonsOf(text, short.key, before(old)),
      ['SECRET_EXPIRES_SOON'],
      `${name}: ${old} days left`,
    );
  }
});

t.test('a negative serial number is warned about, wherever in the chain it is', async (t) => {
  openssl(
    folder,
    ...['req', '-new', '-key', 'leaf.key', '-subj', '/CN=www.contoso.com', '-out', 'negative.csr'],
    ...['-addext', 'subjectAltName=DNS:www.contoso.com'],
  );
  openssl(
    folder,
    ...['x509', '-req', '-in', 'negative.csr', '-CA', 'intermediate.pem', '-CAkey', 'intermediate.key'],
    ...[
      '-set_serial',
      '-1234567890123',
      '-copy_extensions',
      'copyall',
      '-days',
      '90',
      '-out',
      'negative.pem',
    ],
  );
  const negative = readFileSync(join(folder, 'negative.pem'), 'utf8');
  const [warning, ...others] = warningsOf(negative + intermediate.cert);
  t.strictSame(others, []);
  t.match(warning, { reason: 'SECRET_NEGATIVE_SERIAL', message: /certificate 1 \(CN=www\.contoso\.com\)/ });
  t.match(warning?.remedy, /x509: negative serial number/);
  t.ok(reasonsOf(chain + negative).includes('SECRET_NEGATIVE_SERIAL'));
});

t.test('a certificate that is not yet valid is served with a warning', async (t) => {
  const later = mintLeaf(pki, 'later', { days: 3 });
  const start = check(later.cert, later.key).material.notBefore;
  const reasons = reasonsOf(later.cert + intermediate.cert, later.key, new Date(start.getTime() - 1));
  // The issuers of this test are as old as the certificate.
  t.ok(reasons.includes('SECRET_NOT_YET_VALID'), String(reasons));
  t.notOk(reasons.includes('SECRET_EXPIRES_SOON'));
});

t.test('an intermediate that is over is warned about by its number', async (t) => {
  const old = mint(folder, {
    name: 'old',
    issuer: 'root',
    days: 1,
    extensions: ['basicConstraints=critical,CA:TRUE'],
  });
  const below = mintLeaf(pki, 'below', { issuer: 'old' });
  t.strictSame(reasonsOf(below.cert + old.cert, below.key), []);
  const [warning, ...others] = warningsOf(below.cert + old.cert, below.key, inDays(2));
  t.equal(warning?.reason, 'SECRET_CHAIN_NOT_VALID_NOW');
  t.match(warning?.message, /^Certificate 2 of the chain \(CN=old\) is valid from \S+ to \S+ only\.$/);
  t.strictSame(others, []);
});

t.test('a leaf alone, and a chain with the issuer missing, differ from a root left out', async (t) => {
  t.strictSame(reasonsOf(leaf.cert), ['SECRET_LEAF_ONLY']);
  t.match(warningsOf(leaf.cert)[0]?.message, /issuer \(CN=intermediate\)/);
  t.strictSame(reasonsOf(leaf.cert + root.cert), ['SECRET_LEAF_ONLY', 'SECRET_UNRELATED']);
  t.strictSame(reasonsOf(leaf.cert + intermediate.cert), []);
});

t.test('a chain in the wrong order is served in that order, with a warning', async (t) => {
  const misordered = leaf.cert + root.cert + intermediate.cert;
  const { material, warnings } = check(misordered);
  t.strictSame(
    warnings.map(({ reason, message }) => [reason, message]),
    [['SECRET_MISORDERED', 'The chain is not in order: certificate 2 stands before the one that it issued.']],
  );
  t.equal(material.certPem, misordered);
});

t.test('a self-signed certificate is served with a warning', async (t) => {
  const san = 'subjectAltName=DNS:www.contoso.com';
  const plain = mint(folder, { name: 'self', extensions: [san] });
  t.strictSame(reasonsOf(plain.cert, plain.key), ['SECRET_SELF_SIGNED']);
  const noSigning = mint(folder, {
    name: 'self2',
    extensions: [san, 'basicConstraints=CA:FALSE', 'keyUsage=digitalSignature'],
  });
  t.strictSame(reasonsOf(noSigning.cert, noSigning.key), ['SECRET_SELF_SIGNED'], 'without keyCertSign too');
});

t.test('a stranger in the chain is warned about, wherever it stands', async (t) => {
  const stranger = mint(folder, { name: 'stranger', extensions: ['basicConstraints=critical,CA:TRUE'] });
  for (const cert of [chain + stranger.cert, leaf.cert + stranger.cert + intermediate.cert + root.cert])
    t.strictSame(reasonsOf(cert), ['SECRET_UNRELATED']);
  t.match(warningsOf(chain + stranger.cert)[0]?.message, /^Certificate 4 \(CN=stranger\)/);
  // Same name as the intermediate, another key: only the signature distinguishes them.
  const namesake = mint(folder, {
    name: 'namesake',
    subject: '/CN=intermediate',
    extensions: ['basicConstraints=critical,CA:TRUE'],
  });
  const noKeyId = ['subjectAltName=DNS:www.contoso.com', 'authorityKeyIdentifier=none'];
  const nameOnly = mintLeaf(pki, 'name-only', { extensions: noKeyId });
  t.strictSame(reasonsOf(nameOnly.cert + intermediate.cert, nameOnly.key), []);
  t.strictSame(reasonsOf(nameOnly.cert + namesake.cert, nameOnly.key), [
    'SECRET_LEAF_ONLY',
    'SECRET_UNRELATED',
  ]);
});

t.test('a certificate that stands there twice is warned about', async (t) => {
  t.strictSame(reasonsOf(leaf.cert + chain), ['SECRET_REPEATED']);
  t.strictSame(reasonsOf(chain + root.cert), ['SECRET_REPEATED']);
});

t.test('a cross-signed issuer beside its self-signed twin is in order', async (t) => {
  mint(folder, { name: 'old-root', extensions: ['basicConstraints=critical,CA:TRUE'] });
  writeFileSync(
    join(folder, 'cross.cnf'),
    '[ca]\nbasicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n',
  );
  openssl(
    folder,
    'req',
    '-new',
    '-config',
    'empty.cnf',
    '-key',
    'root.key',
    '-subj',
    '/CN=root',
    '-out',
    'cross.csr',
  );
  openssl(
    folder,
    'x509',
    '-req',
    '-in',
    'cross.csr',
    '-CA',
    'old-root.pem',
    '-CAkey',
    'old-root.key',
    '-set_serial',
    '7',
    '-days',
    '365',
    '-extfile',
    'cross.cnf',
    '-extensions',
    'ca',
    '-out',
    'cross.pem',
  );
  const cross = readFileSync(join(folder, 'cross.pem'), 'utf8');
  t.strictSame(reasonsOf(leaf.cert + intermediate.cert + cross), []);
  t.strictSame(reasonsOf(chain + cross), []);
  t.strictSame(reasonsOf(leaf.cert + intermediate.cert + cross + root.cert), []);
});

t.test('a certificate for clients only is warned about', async (t) => {
  const extensions = ['subjectAltName=DNS:www.contoso.com', 'extendedKeyUsage=clientAuth'];
  const client = mintLeaf(pki, 'client', { extensions });
  t.strictSame(reasonsOf(client.cert + intermediate.cert, client.key), ['SECRET_NOT_FOR_SERVERS']);
  const any = mintLeaf(pki, 'any', {
    extensions: [extensions[0] ?? '', 'extendedKeyUsage=anyExtendedKeyUsage'],
  });
  t.strictSame(reasonsOf(any.cert + intermediate.cert, any.key), []);
});

t.test('a private key beside the certificate is warned about and not served', async (t) => {
  const { material, warnings } = check(leaf.key + chain);
  t.strictSame(
    warnings.map(({ reason }) => reason),
    ['SECRET_KEY_BESIDE_CERTIFICATE'],
  );
  t.equal(material.certPem, chain);
});

t.test('every warning has its values filled in', async (t) => {
  const all = [
    ...warningsOf(leaf.key + leaf.cert + leaf.cert + root.cert),
    ...warningsOf(chain, leaf.key, inDays(4000)),
  ];
  t.ok(all.length >= 6);
  for (const { message, remedy } of all) t.notMatch(`${message} ${remedy}`, /[{}]|undefined/);
});

t.test('strict makes an error of the first warning', async (t) => {
  const options = { cname: null, now, strict: true };
  t.ok(checkSecret(raw(chain, leaf.key), options));
  const error = await refusalOf(() => checkSecret(raw(leaf.cert, leaf.key), options), leaf.key);
  t.equal(error.reason, 'SECRET_WARNING_REFUSED');
  t.match(error.message, /No certificate of the issuer/);
  t.match(error.remedy, /Append the intermediates/);
});
