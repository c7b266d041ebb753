import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { MockError } from '../common/errors.ts';
import { fail } from './errors.ts';
import type { Part, PemBlock } from './pem-block.ts';

/** Text in UTF-16: by its byte order mark, or by the zero bytes that ASCII turns into. */
export function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return true;
  const zero = (index: number): boolean => bytes[index] === 0;
  return (zero(0) && zero(2) && !zero(1)) || (zero(1) && zero(3) && !zero(0));
}

/** Says what a part without any PEM block is instead, and how it is turned into PEM. */
export function explainNotPem(part: Part): MockError {
  const { bytes, place, entry } = part;
  if (isUtf16(bytes)) return fail('SECRET_IS_UTF16', { place });
  if (bytes[0] === SEQUENCE) return explainDer(part);

  const decoded = decodeWhole(bytes);
  if (decoded?.includes('-----BEGIN ')) return fail('SECRET_BASE64_TWICE', { place });
  if (decoded?.[0] === SEQUENCE)
    return fail('SECRET_NO_ARMOUR', { place, tool: toolFor({ ...part, bytes: decoded }), entry });
  return fail('SECRET_NOT_PEM', { place });
}

/**
 * What stands in the armour of a certificate that is none: `certutil -encode` puts it around every file. Null for a
 * certificate, and for what nothing is known about.
 */
export function contentOfArmour({ label, text }: PemBlock): string | null {
  if (label !== 'CERTIFICATE') return null;
  const bytes = decodeWhole(Buffer.from(text.split('\n').slice(1, -2).join('\n')));
  if (bytes === null) return null;
  if (isUtf16(bytes)) return 'UTF-16 text';
  if (bytes.includes('-----BEGIN ')) return 'PEM text, so that it is armoured twice,';
  const content = bytes.subarray(contentOffset(bytes));
  if (startsWith(content, PFX_START)) return 'a PKCS#12 file';
  if (startsWith(content, SIGNED_DATA)) return 'PKCS#7';
  return PRIVATE_KEY_FORMS.some((type) => parses(() => createPrivateKey({ key: bytes, format: 'der', type })))
    ? 'a private key'
    : null;
}

const PRIVATE_KEY_FORMS = ['pkcs8', 'pkcs1', 'sec1'] as const;

/** Every structure that a certificate or key comes in is an ASN.1 SEQUENCE (X.690 section 8.9). */
const SEQUENCE = 0x30;
/** PFX starts with the INTEGER 3, then a SEQUENCE (RFC 7292 section 4). */
const PFX_START = Buffer.from('02010330', 'hex');
/** ContentInfo of PKCS#7 starts with the OID 1.2.840.113549.1.7.2, signedData (RFC 5652 section 5.1). */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');

function explainDer(part: Part): MockError {
  const { place, entry } = part;
  const content = part.bytes.subarray(contentOffset(part.bytes));
  if (startsWith(content, PFX_START)) return fail('SECRET_IS_PKCS12', { place });
  if (startsWith(content, SIGNED_DATA)) return fail('SECRET_IS_PKCS7', { place, form: 'DER' });
  return fail('SECRET_IS_DER', { place, tool: toolFor(part), entry });
}

/** Where the content of a DER or BER value begins: behind the tag and the length (X.690 section 8.1.3). */
function contentOffset(bytes: Buffer): number {
  const length = bytes[1] ?? 0;
  return length <= 0x80 ? 2 : 2 + (length & 0x7f);
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}

/** The openssl command that reads these bytes; where nothing parses, the one for the half they stand in. */
function toolFor({ bytes, entry }: Part): 'x509' | 'pkey' {
  if (parses(() => new X509Certificate(bytes))) return 'x509';
  for (const type of PRIVATE_KEY_FORMS)
    if (parses(() => createPrivateKey({ key: bytes, format: 'der', type }))) return 'pkey';
  return entry === 'cert.pem' ? 'x509' : 'pkey';
}

function parses(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** The bytes that a text stands for which is base64 from its first to its last character, or null. */
function decodeWhole(bytes: Buffer): Buffer | null {
  const digits = bytes.toString('latin1').replace(/\s+/g, '');
  return /^[A-Za-z0-9+/]{16,}={0,2}$/.test(digits) ? Buffer.from(digits, 'base64') : null;
}
