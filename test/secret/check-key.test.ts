import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { mint, mintLeaf, mintPki, openssl, raw, refusalOf } from './minting.ts';

const pki = mintPki(t.testdir({}));
const { leaf, chain, folder } = pki;
const check = (cert: string | Buffer, key: string | Buffer) =>
  checkSecret(raw(cert, key), { cname: 'www.contoso.com', now: new Date() });
const ec = mintLeaf(pki, 'ec');
const other = mintLeaf(pki, 'other');

const request = openssl(
  folder,
  'req',
  '-new',
  '-config',
  'empty.cnf',
  '-key',
  'leaf.key',
  '-subj',
  '/CN=www.contoso.com',
);
const publicKey = openssl(folder, 'pkey', '-in', 'leaf.key', '-pubout');
const encrypted = openssl(folder, 'pkey', '-in', 'leaf.key', '-aes256', '-passout', 'pass:secret');
const legacy = openssl(
  folder,
  'rsa',
  '-in',
  'leaf.key',
  '-aes256',
  '-passout',
  'pass:secret',
  '-traditional',
);
const selfSignedWith = (name: string, ...newKey: string[]) =>
  mint(folder, { name, newKey: ['-newkey', ...newKey], extensions: ['subjectAltName=DNS:www.contoso.com'] });
const ed25519 = selfSignedWith('ed25519', 'ed25519');
const pss = selfSignedWith('pss', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048');
const k1 = selfSignedWith('k1', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1');
const small = selfSignedWith('small', 'rsa:1024');
const ssh = generateKeyPairSync('ed25519', {
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey.replaceAll(' PRIVATE', ' OPENSSH PRIVATE');

/** The same block with another body: base64 that decodes, to nothing that makes sense. */
const withGarbage = (pem: string): string =>
  pem.replace(/^(-----BEGIN.*\n)[^-]*/, `$1${'QUJD'.repeat(16)}\n`);

/** The key of the certificate with a wrong private exponent and primes to match nothing (PKCS#1, RFC 8017 A.1.2). */
function withDamagedExponent(name: string): string {
  const der = openssl(folder, 'pkey', '-in', `${name}.key`, '-traditional', '-outform', 'DER');
  const damaged = Buffer.from(der);
  // The public half ends at 4 + 3 + 261 + 5 bytes in; what follows is d, p, q and the values of the CRT.
  for (let at = 300; at < damaged.length; at += 64) damaged[at] = (damaged[at] ?? 0) ^ 0x55;
  return `-----BEGIN RSA PRIVATE KEY-----\n${damaged
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n')}\n-----END RSA PRIVATE KEY-----\n`;
}

interface Refused {
  what: string;
  cert?: string | Buffer;
  key?: string | Buffer;
  reason: string;
  message: RegExp;
  remedy?: RegExp;
}

const REFUSED: Refused[] = [
  {
    what: 'certificate and key swapped',
    cert: leaf.key,
    key: chain,
    reason: 'SECRET_SWAPPED',
    message: /has the key where the certificate belongs/,
  },
  {
    what: 'the key twice',
    cert: leaf.key,
    reason: 'SECRET_NOT_A_CERTIFICATE',
    message: /no certificate; it has only PRIVATE KEY/,
  },
  {
    what: 'the certificate twice',
    key: chain,
    reason: 'SECRET_NOT_A_KEY',
    message: /no private key; it has only CERTIFICATE/,
  },
  {
    what: 'a request instead of a certificate',
    cert: request,
    reason: 'SECRET_IS_REQUEST',
    message: /signing request/,
    remedy: /certs sign CSR/,
  },
  {
    what: 'a public key instead of a certificate',
    cert: publicKey,
    reason: 'SECRET_NOT_A_CERTIFICATE',
    message: /only PUBLIC KEY/,
  },
  {
    what: 'a public key instead of the private one',
    key: publicKey,
    reason: 'SECRET_IS_PUBLIC_KEY',
    message: /public key/,
  },
  {
    what: 'a passphrase on a PKCS#8 key',
    key: encrypted,
    reason: 'SECRET_KEY_ENCRYPTED',
    message: /passphrase/,
    remedy: /openssl pkey -in FILE -out key\.pem/,
  },
  {
    what: 'a passphrase on a key of old (Proc-Type)',
    key: legacy,
    reason: 'SECRET_KEY_ENCRYPTED',
    message: /passphrase/,
  },
  { what: 'a key in the format of OpenSSH', key: ssh, reason: 'SECRET_NOT_A_KEY', message: /OpenSSH/ },
  {
    what: 'the key of another certificate',
    key: other.key,
    reason: 'SECRET_KEY_MISMATCH',
    message: /not the key of the certificate/,
  },
  {
    what: 'an EC key that belongs to another EC certificate',
    cert: ec.cert,
    key: other.key,
    reason: 'SECRET_KEY_MISMATCH',
    message: /not the key/,
  },
  {
    what: 'two keys',
    key: leaf.key + other.key,
    reason: 'SECRET_SEVERAL_KEYS',
    message: /has 2 private keys/,
  },
  {
    what: 'a key that is garbage',
    key: withGarbage(leaf.key),
    reason: 'SECRET_KEY_BROKEN',
    message: /damaged/,
  },
  {
    what: 'a key whose private half is damaged',
    key: withDamagedExponent('leaf'),
    reason: 'SECRET_KEY_BROKEN',
    message: /damaged/,
    remedy: /openssl pkey -in FILE -check/,
  },
  {
    what: 'a certificate that is garbage',
    cert: withGarbage(leaf.cert),
    reason: 'SECRET_CERTIFICATE_BROKEN',
    message: /^Certificate 1 in cert\.pem/,
  },
  {
    what: 'an intermediate that is garbage',
    cert: leaf.cert + withGarbage(pki.root.cert),
    reason: 'SECRET_CERTIFICATE_BROKEN',
    message: /^Certificate 2 in/,
  },
  {
    what: 'a chain that begins with the root',
    cert: pki.root.cert + pki.intermediate.cert + leaf.cert,
    reason: 'SECRET_LEAF_NOT_FIRST',
    message: /belongs to certificate 3 in cert\.pem/,
  },
  {
    what: 'an Ed25519 key',
    cert: ed25519.cert,
    key: ed25519.key,
    reason: 'SECRET_KEY_TYPE',
    message: /is ED25519; the router serves RSA and EC only/,
  },
  { what: 'an RSA-PSS key', cert: pss.cert, key: pss.key, reason: 'SECRET_KEY_TYPE', message: /is RSA-PSS/ },
  {
    what: 'an EC key on a curve of few',
    cert: k1.cert,
    key: k1.key,
    reason: 'SECRET_KEY_TYPE',
    message: /is EC on secp256k1/,
  },
  {
    what: 'an RSA key of 1024 bits',
    cert: small.cert,
    key: small.key,
    reason: 'SECRET_NOT_SERVABLE',
    message: /ee key too small/,
    remedy: /2048 bits/,
  },
];

for (const { what, cert = chain, key = leaf.key, reason, message, remedy } of REFUSED) {
  t.test(`refused: ${what}`, async (t) => {
    const error = await refusalOf(() => check(cert, key), leaf.key, String(key));
    t.equal(error.reason, reason);
    t.match(error.message, message);
    if (remedy !== undefined) t.match(error.remedy, remedy);
  });
}

t.test('the command for a passphrase makes a key that is accepted', async (t) => {
  for (const [name, key] of Object.entries({ encrypted, legacy })) {
    writeFileSync(join(folder, name), key);
    openssl(folder, 'pkey', '-in', name, '-passin', 'pass:secret', '-out', 'key.pem');
    t.ok(check(chain, readFileSync(join(folder, 'key.pem'))), name);
  }
});

t.test('the damaged key is one that openssl refuses too', async (t) => {
  writeFileSync(join(folder, 'damaged.key'), withDamagedExponent('leaf'));
  t.throws(() => openssl(folder, 'pkey', '-in', 'damaged.key', '-check', '-noout'));
  t.doesNotThrow(() => openssl(folder, 'pkey', '-in', 'leaf.key', '-check', '-noout'));
});
