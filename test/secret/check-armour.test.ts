import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { mintPki, openssl, raw, refusalOf } from './minting.ts';

const pki = mintPki(t.testdir({}));
const { leaf, chain, folder } = pki;
const check = (cert: string | Buffer, key: string | Buffer) =>
  checkSecret(raw(cert, key), { cname: 'www.contoso.com', now: new Date() });
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');

writeFileSync(join(folder, 'chain.pem'), chain);
const derKey = openssl(folder, 'pkey', '-in', 'leaf.key', '-outform', 'DER');
const p7bDer = openssl(folder, 'crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-outform', 'DER');
openssl(
  folder,
  ...['pkcs12', '-export', '-in', 'chain.pem', '-inkey', 'leaf.key', '-passout', 'pass:', '-out', 'leaf.pfx'],
);
const pfx = readFileSync(join(folder, 'leaf.pfx'));

/** `certutil -encode` of Windows: armour of a certificate around whatever it is given, CRLF. */
const certutil = (bytes: string | Buffer): string =>
  `-----BEGIN CERTIFICATE-----\r\n${base64(bytes).replace(/.{64}/g, '$&\r\n')}\r\n-----END CERTIFICATE-----\r\n`;

interface Refused {
  what: string;
  cert?: string | Buffer;
  key?: string | Buffer;
  reason: string;
  message: RegExp;
  /** The command of the remedy that is run with FILE put in: what it prints has to be accepted. */
  cure?: RegExp;
}

const REFUSED: Refused[] = [
  {
    what: 'a byte order mark before the certificate',
    cert: `\ufeff${chain}`,
    reason: 'SECRET_BYTE_ORDER_MARK',
    message: /^cert\.pem has a UTF-8 byte order mark/,
    cure: /sed 's.*' FILE/,
  },
  {
    what: 'a byte order mark before the key',
    key: `\ufeff${leaf.key}`,
    reason: 'SECRET_BYTE_ORDER_MARK',
    message: /^key\.pem has a UTF-8 byte order mark/,
    cure: /sed 's.*' FILE/,
  },
  {
    what: 'a byte order mark between two files that were joined',
    cert: `${leaf.cert}\ufeff${pki.intermediate.cert}`,
    reason: 'SECRET_BYTE_ORDER_MARK',
    message: /byte order mark/,
    cure: /sed 's.*' FILE/,
  },
  {
    what: 'certutil -encode around a PEM certificate',
    cert: certutil(chain),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /^cert\.pem has PEM text, so that it is armoured twice/,
    cure: /grep .* FILE \| base64 -di/,
  },
  {
    what: 'certutil -encode around a PEM key',
    key: certutil(leaf.key),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /^key\.pem has PEM text/,
    cure: /grep .* FILE \| base64 -di/,
  },
  {
    what: 'certutil -encode around a PFX',
    cert: certutil(pfx),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /a PKCS#12 file between its/,
  },
  {
    what: 'certutil -encode around a P7B',
    cert: certutil(p7bDer),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /PKCS#7 between its/,
  },
  {
    what: 'certutil -encode around UTF-16',
    cert: certutil(Buffer.from(`\ufeff${chain}`, 'utf16le')),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /UTF-16 text between its/,
  },
  {
    what: 'certutil -encode around a DER key',
    key: certutil(derKey),
    reason: 'SECRET_ARMOURED_TWICE',
    message: /a private key between its/,
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
    const cwd = mkdtempSync(join(folder, 'cure-'));
    writeFileSync(join(cwd, 'found'), isCert ? cert : key);
    const cured = execFileSync('sh', ['-c', command.replaceAll('FILE', 'found')], { cwd });
    t.ok(isCert ? check(cured, leaf.key) : check(chain, cured), `accepted after ${command}`);
  });
}
