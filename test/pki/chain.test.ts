import { X509Certificate } from 'node:crypto';
import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { DAY } from '../../pki/defaults.ts';
import { mint } from '../../pki/mint.ts';
import type { CertificateRecipe } from '../../pki/recipe.ts';
import { needs } from '../support/tools.ts';
import { textOf, verifyChain } from './openssl.ts';
import { run, writeFiles } from './tools.ts';

const authority = await openAuthority({ stateDir: null });
const certificatesIn = (pem: string): number => pem.split('-----BEGIN CERTIFICATE-----').length - 1;

t.test('OpenSSL accepts in strict mode what is right', { skip: needs('openssl') }, async (t) => {
  const right: Record<string, CertificateRecipe> = {
    'the default chain': {},
    'two intermediates': { intermediates: [{}, {}] },
    'no intermediate': { intermediates: [] },
    'a wildcard': { leaf: { sans: ['DNS:*.contoso.com'] } },
    'several names': { leaf: { sans: ['DNS:ml.contoso.com', 'DNS:www.contoso.com'] } },
    'an EC P-256 leaf': { leaf: { key: 'ec-p256' } },
    'an EC P-384 leaf': { leaf: { key: 'ec-p384', signatureHash: 'sha384' } },
    'a self-signed leaf that the client was given': {
      leaf: { selfSigned: true, key: 'ec-p384', trusted: true },
    },
    'an RSA-4096 leaf': { leaf: { key: 'rsa-4096' } },
    'a leaf signed with SHA-384': { leaf: { signatureHash: 'sha384' } },
    'a leaf without common name': { leaf: { commonName: null } },
    'a root of its own': { root: {} },
    'an expired cross-signed root in between': { serve: ['leaf', 'intermediate', 'expired-cross-sign'] },
  };
  for (const [title, recipe] of Object.entries(right)) {
    const { code, output } = await verifyChain(
      t,
      await mint(authority, recipe),
      '-verify_hostname',
      'www.contoso.com',
    );
    t.equal(code, 0, `${title}: ${output}`);
  }
  const byAddress = await mint(authority, {
    leaf: { sans: ['IP:127.0.0.1', 'IP:2001:db8::0:1', 'IP:::ffff:10.0.0.1'] },
  });
  t.match(await verifyChain(t, byAddress, '-verify_ip', '127.0.0.1'), { code: 0 });
  t.match(await verifyChain(t, byAddress, '-verify_ip', '2001:db8::1'), { code: 0 });
  t.match(await verifyChain(t, byAddress, '-verify_ip', '::ffff:10.0.0.1'), { code: 0 });
});

t.test(
  'OpenSSL accepts in strict mode an authority whose keys are all EC',
  { skip: needs('openssl') },
  async (t) => {
    const ec = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
    const minted = await mint(ec);
    t.match(await verifyChain(t, minted), { code: 0 });
    t.match(await textOf(t, minted.leafPem), /ecdsa-with-SHA256.*NIST CURVE: P-256/);
  },
);

t.test('GnuTLS accepts the default chain', { skip: needs('certtool') }, async (t) => {
  const minted = await mint(authority);
  const { ca, chain } = await writeFiles(t, { ca: minted.trustedPem, chain: minted.certPem });
  const judge = ['--verify', '--verify-profile', 'medium', '--verify-hostname', 'www.contoso.com'];
  const outcome = await run('certtool', ...judge, '--load-ca-certificate', ca, '--infile', chain);
  t.match(outcome, { code: 0, output: 'Verified. The certificate is trusted.' });
});

t.test(
  'the key passes "openssl rsa -check" and is the key of the certificate',
  { skip: needs('openssl') },
  async (t) => {
    const minted = await mint(authority);
    const { cert, key } = await writeFiles(t, { cert: minted.certPem, key: minted.keyPem });
    t.match(await run('openssl', 'rsa', '-in', key, '-check', '-noout'), { code: 0, output: 'RSA key ok' });
    const ofCertificate = await run('openssl', 'x509', '-in', cert, '-noout', '-pubkey');
    t.same(await run('openssl', 'pkey', '-in', key, '-pubout'), ofCertificate);
  },
);

t.test('a leaf carries what strict verifiers ask for', { skip: needs('openssl') }, async (t) => {
  const text = await textOf(t, (await mint(authority)).leafPem);
  for (const part of [
    'Version: 3',
    'Subject: CN = www.contoso.com',
    'Issuer: O = azureml-fe-mock TEST ONLY, CN = azureml-fe-mock TEST ONLY intermediate',
    'Signature Algorithm: sha256WithRSAEncryption',
    'Public-Key: (2048 bit)',
    'Basic Constraints: critical CA:FALSE',
    'Key Usage: critical Digital Signature, Key Encipherment',
    'Extended Key Usage: TLS Web Server Authentication',
    'Subject Alternative Name: DNS:www.contoso.com',
    'Subject Key Identifier:',
    'Authority Key Identifier:',
  ]) {
    t.ok(text.includes(part), part);
  }
});

t.test(
  'the certificates of the authority say that they are for tests only',
  { skip: needs('openssl') },
  async (t) => {
    const root = await textOf(t, authority.rootPem);
    t.match(root, 'Subject: O = azureml-fe-mock TEST ONLY, CN = azureml-fe-mock TEST ONLY root');
    t.match(
      root,
      /Basic Constraints: critical CA:TRUE X509v3 Key Usage: critical Certificate Sign, CRL Sign/,
    );
    const intermediate = await textOf(t, authority.intermediatePem);
    t.match(intermediate, 'CN = azureml-fe-mock TEST ONLY intermediate');
    t.match(intermediate, 'Basic Constraints: critical CA:TRUE, pathlen:0');
  },
);

t.test('cert.pem is leaf, issuers upwards, root', async (t) => {
  const minted = await mint(authority, { intermediates: [{}, {}] });
  const [leaf = '', second = '', first = '', root = ''] = minted.chainPem;
  t.equal(minted.certPem, leaf + second + first + root);
  t.equal(certificatesIn(minted.certPem), 4);
  t.equal(leaf, minted.leafPem);
  t.equal(root, authority.rootPem);
  t.ok(new X509Certificate(leaf).verify(new X509Certificate(second).publicKey));
  t.ok(new X509Certificate(second).verify(new X509Certificate(first).publicKey));
  t.ok(new X509Certificate(first).verify(new X509Certificate(root).publicKey));
});

t.test('root, intermediate and leaf have a key each', async (t) => {
  const keys = (await mint(authority)).chainPem.map((pem) => new X509Certificate(pem).publicKey);
  t.equal(new Set(keys.map((key) => key.export({ type: 'spki', format: 'pem' }))).size, 3);
});

t.test(
  'fingerprint, serial number and dates are what OpenSSL reads',
  { skip: needs('openssl') },
  async (t) => {
    const minted = await mint(authority);
    const { leaf } = await writeFiles(t, { leaf: minted.leafPem });
    const show = ['-noout', '-fingerprint', '-sha256', '-serial', '-enddate', '-dateopt', 'iso_8601'];
    const { output } = await run('openssl', 'x509', '-in', leaf, ...show);
    t.match(output, `Fingerprint=${minted.fingerprint}\n`);
    t.match(output, `serial=${minted.serialNumber}\n`);
    t.match(output, `notAfter=${minted.notAfter.toISOString().replace('T', ' ').replace('.000Z', 'Z')}\n`);
  },
);

t.test('serial numbers are positive, 16 octets long and never the same', async (t) => {
  const serials = await Promise.all(
    Array.from({ length: 50 }, async () => (await mint(authority)).serialNumber),
  );
  t.equal(new Set(serials).size, 50);
  for (const serial of serials) t.match(serial, /^[4-7][0-9A-F]{31}$/);
});

t.test('no leaf lives for more than 397 days or beyond its issuer', async (t) => {
  const { notBefore, notAfter } = await authority.issueLeaf({ names: ['www.contoso.com'], days: 397 });
  t.equal(notAfter.getTime() - notBefore.getTime(), 397 * DAY);
  t.ok(notAfter < authority.intermediate.notAfter);
  t.ok(authority.intermediate.notAfter <= authority.root.notAfter);
});

t.test(
  'a date up to 2049 is UTCTime and a later one GeneralizedTime (RFC 5280 4.1.2.5)',
  { skip: needs('openssl') },
  async (t) => {
    const far = await mint(authority, { leaf: { notAfterMs: Date.UTC(2050, 0, 1) - Date.now() + 1000 } });
    const { leaf } = await writeFiles(t, { leaf: far.leafPem });
    const { output } = await run('openssl', 'asn1parse', '-in', leaf);
    t.match(output, /UTCTIME +:\d{12}Z\n/);
    t.match(output, /GENERALIZEDTIME +:2050010100000[01]Z\n/);
  },
);

t.test(
  'with an empty subject the subjectAltName is critical (RFC 5280 4.2.1.6)',
  { skip: needs('openssl') },
  async (t) => {
    const text = await textOf(t, (await mint(authority, { leaf: { commonName: null } })).leafPem);
    t.match(text, /Subject: Subject Public Key Info/);
    t.match(text, 'Subject Alternative Name: critical DNS:www.contoso.com');
  },
);

t.test(
  'an FQDN of more than 64 characters stands in the subjectAltName alone',
  { skip: needs('openssl') },
  async (t) => {
    const fqdn = `${'a'.repeat(60)}.contoso.com`;
    const text = await textOf(t, (await authority.issueLeaf({ names: [fqdn] })).leafPem);
    t.notMatch(text, 'CN = aaa');
    t.match(text, `DNS:${fqdn}`);
  },
);

t.test('what a recipe is given as now is what its times count from', async (t) => {
  const now = new Date('2031-05-06T07:08:09.876Z');
  const { notBefore, notAfter } = await mint(
    authority,
    { leaf: { notBeforeMs: -DAY, notAfterMs: DAY } },
    now,
  );
  t.equal(notBefore.toISOString(), '2031-05-05T07:08:09.000Z');
  t.equal(notAfter.toISOString(), '2031-05-07T07:08:09.000Z');
});

t.test('a recipe that serves what its chain does not have is refused', async (t) => {
  await t.rejects(mint(authority, { intermediates: [], serve: ['leaf', 'intermediate'] }), {
    message: 'The recipe serves "intermediate", but its chain has none.',
  });
});
