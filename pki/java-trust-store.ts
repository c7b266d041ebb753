import { createHash, X509Certificate } from 'node:crypto';

const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED_CERTIFICATE = 2;
/** The JKS format ends in a SHA-1 over the password, this phrase and all that went before. */
const WHITENER = 'Mighty Aphrodite';

/** The password that Java tools take for a trust store by default; it guards nothing, as nothing here is secret. */
export const TRUST_STORE_PASSWORD = 'changeit';

/**
 * Writes a Java trust store (JKS) that holds the given certificates: Java reads no PEM where it looks for its trust.
 *
 * @param certificatesPem one certificate a string, PEM
 */
export function javaTrustStore(certificatesPem: readonly string[]): Buffer {
  const parts: Buffer[] = [uint32(MAGIC), uint32(VERSION), uint32(certificatesPem.length)];
  for (const [index, pem] of certificatesPem.entries()) {
    const der = new X509Certificate(pem).raw;
    const created = Buffer.alloc(8);
    created.writeBigInt64BE(BigInt(Date.now()));
    parts.push(
      uint32(TRUSTED_CERTIFICATE),
      utf(`mock-${index}`),
      created,
      utf('X.509'),
      uint32(der.length),
      der,
    );
  }
  const body = Buffer.concat(parts);
  const digest = createHash('sha1')
    .update(Buffer.from(TRUST_STORE_PASSWORD, 'utf16le').swap16())
    .update(WHITENER)
    .update(body)
    .digest();
  return Buffer.concat([body, digest]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A string as Java's DataOutput writes it; the aliases here are ASCII. */
function utf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
}
