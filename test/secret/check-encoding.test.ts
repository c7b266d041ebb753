import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { mintPki, openssl, raw, refusalOf } from './minting.ts';

const pki = mintPki(t.testdir({}));
const { leaf, chain, folder } = pki;
const check = (cert: string | Buffer, key: string | Buffer) =>
  checkSecret(raw(cert, key), { cname: 'www.contoso.com', now: new Date() });
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

const derCert = openssl(folder, 'x509', '-in', 'leaf.pem', '-outform', 'DER');
const derKey = openssl(folder, 'pkey', '-in', 'leaf.key', '-outform', 'DER');
writeFileSync(join(folder, 'chain.pem'), chain);
openssl(
  folder,
  'pkcs12',
  '-export',
  '-in',
  'chain.pem',
  '-inkey',
  'leaf.key',
  '-passout',
  'pass:',
  '-out',
  'leaf.pfx',
);
const pfx = readFileSync(join(folder, 'leaf.pfx'));
const p7b = openssl(folder, 'crl2pkcs7', '-nocrl', '-certfile', 'chain.pem');
const p7bDer = openssl(folder, 'crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', 'DER');

interface Refused {
  what: string;
  cert?: string | Buffer;
  key?: string | Buffer;
  reason: string;
  message: RegExp;
  /** The command of the remedy that is run with FILE put in: what it makes has to be accepted. */
  cure?: RegExp;
}

const REFUSED: Refused[] = [
  { what: 'an empty certificate', cert: '', reason: 'SECRET_EMPTY', message: /^cert\.pem is empty/ },
  {
    what: 'a key of nothing but blanks',
    key: ' \r\n\t\n',
    reason: 'SECRET_EMPTY',
    message: /^key\.pem is empty/,
  },
  {
    what: 'more than a Secret may hold',
    cert: chain + '#'.repeat(1024 * 1024),
    reason: 'SECRET_TOO_LARGE',
    message: /1048576 bytes/,
  },
  { what: 'some text', cert: 'hello', reason: 'SECRET_NOT_PEM', message: /^cert\.pem is not PEM/ },
  {
    what: 'some bytes',
    key: Buffer.from([1, 2, 3, 4, 5]),
    reason: 'SECRET_NOT_PEM',
    message: /^key\.pem is not PEM/,
  },
  {
    what: 'a certificate in DER',
    cert: derCert,
    reason: 'SECRET_IS_DER',
    message: /^cert\.pem is DER/,
    cure: /openssl x509 -inform DER -in FILE -out cert\.pem/,
  },
  {
    what: 'a key in DER',
    key: derKey,
    reason: 'SECRET_IS_DER',
    message: /^key\.pem is DER/,
    cure: /openssl pkey -inform DER -in FILE -out key\.pem/,
  },
  {
    what: 'DER that is neither',
    cert: Buffer.from('3003020101', 'hex'),
    reason: 'SECRET_IS_DER',
    message: /DER/,
  },
  {
    what: 'PKCS#12 for the certificate',
    cert: pfx,
    reason: 'SECRET_IS_PKCS12',
    message: /^cert\.pem is PKCS#12/,
  },
  { what: 'PKCS#12 for the key', key: pfx, reason: 'SECRET_IS_PKCS12', message: /^key\.pem is PKCS#12/ },
  {
    what: 'PKCS#7 in PEM',
    cert: p7b,
    reason: 'SECRET_IS_PKCS7',
    message: /PKCS#7/,
    cure: /openssl pkcs7 -inform PEM -print_certs -in FILE -out cert\.pem/,
  },
  {
    what: 'PKCS#7 in DER',
    cert: p7bDer,
    reason: 'SECRET_IS_PKCS7',
    message: /PKCS#7/,
    cure: /openssl pkcs7 -inform DER -print_certs -in FILE -out cert\.pem/,
  },
  {
    what: 'UTF-16 with its mark',
    cert: Buffer.from(`\ufeff${chain}`, 'utf16le'),
    reason: 'SECRET_IS_UTF16',
    message: /UTF-16/,
    cure: /iconv -f UTF-16 -t UTF-8 FILE/,
  },
  {
    what: 'UTF-16 without its mark',
    key: Buffer.from(leaf.key, 'utf16le'),
    reason: 'SECRET_IS_UTF16',
    message: /UTF-16/,
  },
  {
    what: 'base64 of the PEM',
    cert: base64(chain),
    reason: 'SECRET_BASE64_TWICE',
    message: /base64 of PEM/,
    cure: /base64 -d FILE/,
  },
  {
    what: 'base64 of the PEM in lines',
    key: `${base64(leaf.key)
      .match(/.{1,76}/g)
      ?.join('\n')}\n`,
    reason: 'SECRET_BASE64_TWICE',
    message: /^key\.pem is base64/,
    cure: /base64 -d FILE/,
  },
  {
    what: 'a certificate that lost its armour',
    cert: base64(derCert),
    reason: 'SECRET_NO_ARMOUR',
    message: /-----BEGIN/,
    cure: /base64 -d FILE \| openssl x509 -inform DER -out cert\.pem/,
  },
  {
    what: 'a key that lost its armour',
    key: base64(derKey),
    reason: 'SECRET_NO_ARMOUR',
    message: /-----BEGIN/,
    cure: /base64 -d FILE \| openssl pkey -inform DER -out key\.pem/,
  },
  {
    what: 'PEM folded into one line',
    cert: chain.replaceAll('\n', ' '),
    reason: 'SECRET_PEM_LAYOUT',
    message: /line breaks are gone/,
  },
  {
    what: 'PEM with \\n written out',
    key: leaf.key.replaceAll('\n', '\\n'),
    reason: 'SECRET_PEM_LAYOUT',
    message: /line breaks are gone/,
  },
  {
    what: 'PEM with CR alone',
    cert: chain.replaceAll('\n', '\r'),
    reason: 'SECRET_PEM_LAYOUT',
    message: /CR alone/,
  },
  {
    what: 'PEM indented',
    cert: chain.replace(/^/gm, '  '),
    reason: 'SECRET_PEM_LAYOUT',
    message: /indented/,
  },
  {
    what: 'two files without a line break between',
    cert: leaf.cert.trimEnd() + pki.intermediate.cert,
    reason: 'SECRET_PEM_LAYOUT',
    message: /END line runs into the next BEGIN/,
  },
  {
    what: 'a certificate that breaks off',
    cert: chain.slice(0, leaf.cert.length + 300),
    reason: 'SECRET_PEM_TRUNCATED',
    message: /END.*of its CERTIFICATE is missing/,
  },
  {
    what: 'a key that breaks off',
    key: leaf.key.slice(0, 500),
    reason: 'SECRET_PEM_TRUNCATED',
    message: /of its PRIVATE KEY is missing/,
  },
  {
    what: 'an END line of another kind',
    key: leaf.key.replace('END PRIVATE', 'END PUBLIC'),
    reason: 'SECRET_PEM_TRUNCATED',
    message: /PRIVATE KEY/,
  },
  {
    what: 'a BEGIN line within a block',
    cert: leaf.cert.replace(/\n-----END.*\n/, '\n') + chain,
    reason: 'SECRET_PEM_TRUNCATED',
    message: /CERTIFICATE/,
  },
];

for (const { what, cert = chain, key = leaf.key, reason, message, cure } of REFUSED) {
  t.test(`refused: ${what}`, async (t) => {
    const error = await refusalOf(() => check(cert, key), leaf.key, base64(leaf.key));
    t.equal(error.reason, reason);
    t.match(error.message, message);
    if (cure === undefined) return;
    const command = cure.exec(error.remedy)?.[0];
    if (command === undefined) return t.fail(`the remedy has no such command: ${error.remedy}`);
    const isCert = cert !== chain;
    const cured = runCure(command, isCert ? cert : key, isCert ? 'cert.pem' : 'key.pem');
    t.ok(isCert ? check(cured, leaf.key) : check(chain, cured), `accepted after ${command}`);
  });
}

/** Runs the command of a remedy as a person would paste it, and returns what it made. */
function runCure(command: string, bytes: string | Buffer, entry: string): Buffer {
  const cwd = mkdtempSync(join(folder, 'cure-'));
  writeFileSync(join(cwd, 'found'), bytes);
  const printed = execFileSync('sh', ['-c', command.replaceAll('FILE', 'found')], { cwd });
  return command.includes('-out') ? readFileSync(join(cwd, entry)) : printed;
}

t.test('the commands for PKCS#12 make a secret that is accepted', async (t) => {
  const error = await refusalOf(() => check(pfx, leaf.key));
  const commands = error.remedy
    .replace(/^[^:]*: /, '')
    .replaceAll('FILE', 'leaf.pfx')
    .replaceAll('-in leaf.pfx', '-in leaf.pfx -passin pass:');
  const cwd = mkdtempSync(join(folder, 'cure-'));
  copyFileSync(join(folder, 'leaf.pfx'), join(cwd, 'leaf.pfx'));
  execFileSync('sh', ['-ec', commands], { cwd });
  const { warnings, material } = check(
    readFileSync(join(cwd, 'cert.pem')),
    readFileSync(join(cwd, 'key.pem')),
  );
  t.equal(material.chain.length, 3);
  t.strictSame(
    warnings.filter(({ reason }) => reason !== 'SECRET_MISORDERED'),
    [],
  );
});
