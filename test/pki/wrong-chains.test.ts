import { X509Certificate } from 'node:crypto';
import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { DAY, HOUR } from '../../pki/defaults.ts';
import { mint } from '../../pki/mint.ts';
import type { CertificateRecipe, CertificateSpec } from '../../pki/recipe.ts';
import { needs } from '../support/tools.ts';
import { textOf, verifyChain } from './openssl.ts';
import { run, writeFiles } from './tools.ts';

const authority = await openAuthority({ stateDir: null });

/** A recipe with one thing wrong, and the error of `openssl verify` for it. */
const REFUSED: [title: string, recipe: CertificateRecipe, error: string][] = [
  ['another host', { leaf: { sans: ['DNS:ml.contoso.com'] } }, 'error 62 at 0 depth'],
  ['a NUL in the name', { leaf: { sans: ['DNS:www.contoso.com\0.example.test'] } }, 'error 62 at 0 depth'],
  ['an address for a name', { leaf: { sans: ['IP:127.0.0.1'] } }, 'error 62 at 0 depth'],
  ['an expired leaf', { leaf: { notAfterMs: -HOUR } }, 'error 10 at 0 depth'],
  ['a leaf expired a year ago', { leaf: { notAfterMs: -365 * DAY } }, 'error 10 at 0 depth'],
  ['a leaf of tomorrow', { leaf: { notBeforeMs: DAY } }, 'error 9 at 0 depth'],
  ['an expired intermediate', { intermediates: [{ notAfterMs: -HOUR }] }, 'error 10 at 1 depth'],
  ['an expired root', { root: { notAfterMs: -HOUR } }, 'error 10 at 2 depth'],
  ['a self-signed leaf', { leaf: { selfSigned: true } }, 'error 18 at 0 depth'],
  ['an unknown root', { root: { trusted: false } }, 'error 19 at 2 depth'],
  ['an impostor root', { root: { sameName: true } }, 'error 19 at 2 depth'],
  [
    'an impostor root that its intermediate does not tell by key',
    { root: { sameName: true }, intermediates: [{ authorityKeyIdentifier: false }] },
    'error 7 at 1 depth',
  ],
  ['the leaf alone', { serve: ['leaf'] }, 'error 20 at 0 depth'],
  ['another intermediate', { serve: ['leaf', 'other-intermediate', 'root'] }, 'error 20 at 0 depth'],
  [
    'a leaf that issues a leaf',
    { intermediates: [{}, { basicConstraints: { ca: false }, keyUsage: ['digitalSignature'] }] },
    'error 79 at 1 depth',
  ],
  ['an intermediate without CA flag', { intermediates: [{ basicConstraints: null }] }, 'error 79 at 1 depth'],
  [
    'an intermediate that may not sign certificates',
    { intermediates: [{ keyUsage: ['cRLSign'] }] },
    'error 32 at 1 depth',
  ],
  [
    'a chain longer than its pathLenConstraint',
    { intermediates: [{ basicConstraints: { ca: true, pathLength: 0 } }, {}] },
    'error 25 at 2 depth',
  ],
  [
    'a name outside of the permitted subtrees',
    { intermediates: [{ nameConstraints: { permitted: ['DNS:example.test'] } }] },
    'error 47 at 0 depth',
  ],
  [
    'an address outside of the permitted subtrees',
    {
      intermediates: [{ nameConstraints: { permitted: ['IP:10.0.0.0/8', 'IP:fd00::/8'] } }],
      leaf: { sans: ['DNS:www.contoso.com', 'IP:127.0.0.1'] },
    },
    'error 47 at 0 depth',
  ],
  [
    'a name inside of the excluded subtrees',
    { intermediates: [{ nameConstraints: { excluded: ['DNS:contoso.com'] } }] },
    'error 48 at 0 depth',
  ],
  ['a leaf for clients', { leaf: { extendedKeyUsage: ['clientAuth'] } }, 'error 26 at 0 depth'],
  ['no AKI', { leaf: { authorityKeyIdentifier: false } }, 'error 85 at 0 depth'],
  ['no SKI on an intermediate', { intermediates: [{ subjectKeyIdentifier: false }] }, 'error 86 at 1 depth'],
  [
    'basicConstraints that are not critical',
    { intermediates: [{ basicConstraints: { ca: true, critical: false } }] },
    'error 89 at 1 depth',
  ],
  ['an unknown critical extension', { leaf: { unknownCriticalExtension: true } }, 'error 34 at 0 depth'],
  ['a tampered signature', { leaf: { tamperSignature: true } }, 'error 7 at 0 depth'],
  ['a SHA-1 signature', { leaf: { signatureHash: 'sha1' } }, 'error 68 at 0 depth'],
  ['an MD5 signature', { leaf: { signatureHash: 'md5' } }, 'error 68 at 0 depth'],
  ['an RSA-1024 key', { leaf: { key: 'rsa-1024' } }, 'error 66 at 0 depth'],
];

t.test('OpenSSL refuses', { skip: needs('openssl') }, async (t) => {
  for (const [title, recipe, error] of REFUSED) {
    const minted = await mint(authority, recipe);
    const { code, output } = await verifyChain(t, minted, '-verify_hostname', 'www.contoso.com');
    t.not(code, 0, title);
    t.ok(output.includes(error), `${title}: ${error}`);
  }
});

/** What no verification shows, with the words in which `openssl x509 -text` shows it. */
const SEEN: [leaf: Partial<CertificateSpec>, text: string | RegExp][] = [
  [{ commonName: 'ml.contoso.com', organization: 'Contoso' }, 'Subject: O = Contoso, CN = ml.contoso.com'],
  [
    { sans: ['URI:https://contoso.com/', 'EMAIL:ml@contoso.com'] },
    'URI:https://contoso.com/, email:ml@contoso.com',
  ],
  [{ keyUsage: ['keyEncipherment'] }, 'Key Usage: critical Key Encipherment X509v3'],
  [{ keyUsage: ['digitalSignature', 'keyAgreement'] }, 'critical Digital Signature, Key Agreement'],
  [{ extendedKeyUsage: ['clientAuth', 'codeSigning'] }, 'TLS Web Client Authentication, Code Signing'],
  [
    { crlUrl: 'http://127.0.0.1:8055/crl' },
    /CRL Distribution Points: Full Name: URI:http:\/\/127\.0\.0\.1:8055\/crl/,
  ],
  [{ ocspUrl: 'http://127.0.0.1/ocsp' }, 'Authority Information Access: OCSP - URI:http://127.0.0.1/ocsp'],
  [
    { caIssuersUrl: 'http://127.0.0.1/ca' },
    'Authority Information Access: CA Issuers - URI:http://127.0.0.1/ca',
  ],
  [{ mustStaple: true }, 'TLS Feature: status_request'],
  [{ unknownCriticalExtension: true }, '1.3.6.1.4.1.32473.1: critical'],
  [{ signatureHash: 'sha384' }, 'Signature Algorithm: sha384WithRSAEncryption'],
  [{ signatureHash: 'md5' }, 'Signature Algorithm: md5WithRSAEncryption'],
];

/** What is left out, with the words that are then missing. */
const UNSEEN: [leaf: Partial<CertificateSpec>, text: string][] = [
  [{ sans: null, commonName: 'www.contoso.com' }, 'Subject Alternative Name'],
  [{ basicConstraints: null }, 'Basic Constraints'],
  [{ keyUsage: null }, 'X509v3 Key Usage'],
  [{ extendedKeyUsage: null }, 'Extended Key Usage'],
  [{ subjectKeyIdentifier: false }, 'Subject Key Identifier'],
  [{ authorityKeyIdentifier: false }, 'Authority Key Identifier'],
];

t.test('every field of a recipe is seen in the certificate', { skip: needs('openssl') }, async (t) => {
  for (const [leaf, text] of SEEN) t.match(await textOf(t, (await mint(authority, { leaf })).leafPem), text);
  const whole = await textOf(t, (await mint(authority)).leafPem);
  for (const [leaf, text] of UNSEEN) {
    t.ok(whole.includes(text), `${text} is there`);
    t.notOk((await textOf(t, (await mint(authority, { leaf })).leafPem)).includes(text), `${text} is gone`);
  }
});

t.test('the NUL of a name is in the certificate as one byte', async (t) => {
  const { leafPem } = await mint(authority, { leaf: { sans: ['DNS:www.contoso.com\0.example.test'] } });
  const certificate = new X509Certificate(leafPem);
  t.ok(certificate.raw.includes(Buffer.from('\x82\x1dwww.contoso.com\0.example.test', 'latin1')));
  t.equal(certificate.checkHost('www.contoso.com'), undefined);
});

t.test('a name that is not of one byte a character is refused', async (t) => {
  await t.rejects(mint(authority, { leaf: { sans: ['DNS:ωωω.contoso.com'] } }), {
    message: 'more than one byte',
  });
  await t.rejects(mint(authority, { leaf: { sans: ['www.contoso.com'] } }), {
    message: 'not a name of the form',
  });
  await t.rejects(mint(authority, { leaf: { sans: ['IP:1.2.3'] } }), { message: 'has no IP address' });
});

t.test('a misordered chain is served in the order that was asked for', async (t) => {
  const minted = await mint(authority, { serve: ['intermediate', 'root', 'leaf'] });
  t.equal(minted.certPem, authority.intermediatePem + authority.rootPem + minted.leafPem);
});

t.test('an expired cross-signed root has name and key of the root, and another issuer', async (t) => {
  const minted = await mint(authority, { serve: ['leaf', 'intermediate', 'expired-cross-sign'] });
  const served = minted.certPem
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .map((pem) => new X509Certificate(pem));
  const [, intermediate, crossSigned] = served;
  const root = new X509Certificate(authority.rootPem);
  t.equal(crossSigned?.subject, root.subject);
  t.not(crossSigned?.issuer, root.subject);
  t.ok(crossSigned?.publicKey.equals(root.publicKey));
  t.ok(crossSigned && crossSigned.validToDate < new Date());
  t.ok(crossSigned && intermediate?.checkIssued(crossSigned));
});

t.test('a leaf can be made to outlive its issuer', async (t) => {
  const minted = await mint(authority, { intermediates: [{ notAfterMs: 30 * DAY }] });
  const issuer = new X509Certificate(minted.chainPem[1] ?? '');
  t.ok(minted.notAfter > issuer.validToDate);
  t.ok(issuer.validToDate > new Date());
});

t.test('an impostor bears the name of the root, and nothing else of it', async (t) => {
  const minted = await mint(authority, { root: { sameName: true } });
  const [impostor, root] = [
    new X509Certificate(minted.chainPem.at(-1) ?? ''),
    new X509Certificate(authority.rootPem),
  ];
  t.equal(impostor.subject, root.subject);
  t.notOk(impostor.publicKey.equals(root.publicKey));
  t.equal(minted.trustedPem, authority.rootPem);
});

t.test(
  'a root made for a recipe is never trusted by who trusts the authority',
  { skip: needs('openssl') },
  async (t) => {
    for (const root of [{}, { trusted: false }, { sameName: true }]) {
      const minted = { ...(await mint(authority, { root })), trustedPem: authority.rootPem };
      t.match(await verifyChain(t, minted), { code: 2, output: 'error 19 at 2 depth' });
    }
  },
);

t.test(
  'a self-signed leaf is what the selfsigned package makes: names and dates as asked, no key identifiers',
  { skip: needs('openssl') },
  async (t) => {
    const minted = await mint(authority, {
      leaf: { selfSigned: true, sans: ['DNS:www.contoso.com', 'IP:127.0.0.1'], notAfterMs: 5 * DAY },
    });
    const text = await textOf(t, minted.leafPem);
    t.match(text, /Issuer: CN = www.contoso.com .* Subject: CN = www.contoso.com /);
    t.match(text, 'DNS:www.contoso.com, IP Address:127.0.0.1');
    t.match(text, 'Key Usage: critical Digital Signature, Key Encipherment');
    t.notMatch(text, 'Key Identifier');
    t.ok(Math.abs(minted.notAfter.getTime() - Date.now() - 5 * DAY) < 10_000);
    t.equal(minted.certPem, minted.leafPem);
    const { leaf, key } = await writeFiles(t, { leaf: minted.leafPem, key: minted.keyPem });
    t.match(await run('openssl', 'verify', '-CAfile', leaf, leaf), { code: 0 });
    t.same(
      await run('openssl', 'pkey', '-in', key, '-pubout'),
      await run('openssl', 'x509', '-in', leaf, '-noout', '-pubkey'),
    );
  },
);

t.test(
  'a self-signed leaf can have an EC key, be expired, and be without common name',
  { skip: needs('openssl') },
  async (t) => {
    const minted = await mint(authority, {
      leaf: {
        selfSigned: true,
        key: 'ec-p256',
        notAfterMs: -HOUR,
        commonName: null,
        basicConstraints: { ca: true },
      },
    });
    const text = await textOf(t, minted.leafPem);
    t.match(text, /ecdsa-with-SHA256 Issuer: Validity/);
    t.match(text, 'CA:TRUE');
    t.ok(minted.notAfter < new Date());
    t.ok(minted.notBefore < minted.notAfter);
  },
);
