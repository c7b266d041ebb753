import { createHash, createHmac, randomBytes, X509Certificate } from 'node:crypto';
import { integer, objectIdentifier, sequence, TAG, tlv } from './der.ts';
import { TRUST_STORE_PASSWORD } from './java-trust-store.ts';

/** Object identifiers of RFC 7292 and RFC 2985; the last two are how Java marks a certificate as trusted. */
const OID = {
  data: '1.2.840.113549.1.7.1',
  certBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  sha256: '2.16.840.1.101.3.4.2.1',
  trustedKeyUsage: '2.16.840.1.113894.746875.1.1',
  anyExtendedKeyUsage: '2.5.29.37.0',
} as const;

/** As OpenSSL and Java write them. */
const ITERATIONS = 10_000;
const SALT_OCTETS = 20;

/**
 * Writes a PKCS#12 trust store (RFC 7292) for the password `changeit`: certificates without keys, not encrypted, as
 * nothing in it is secret, with a MAC, which Java demands. Each certificate carries the attribute by which Java accepts it
 * as an anchor; .NET, OpenSSL and Windows need no such mark.
 *
 * @param certificatesPem one certificate a string, PEM
 */
export function pkcs12TrustStore(certificatesPem: readonly string[]): Buffer {
  const bags = certificatesPem.map((pem, index) => trustedBag(new X509Certificate(pem).raw, `mock-${index}`));
  const safe = sequence(data(sequence(...bags)));
  return sequence(integer(3), data(safe), macOf(safe, randomBytes(SALT_OCTETS)));
}

function trustedBag(certificate: Buffer, name: string): Buffer {
  const attribute = (type: string, value: Buffer): Buffer =>
    sequence(objectIdentifier(type), tlv(TAG.set, value));
  return sequence(
    objectIdentifier(OID.certBag),
    tlv(
      TAG.context0,
      sequence(objectIdentifier(OID.x509Certificate), tlv(TAG.context0, tlv(TAG.octetString, certificate))),
    ),
    tlv(
      TAG.set,
      attribute(OID.friendlyName, tlv(TAG.bmpString, bmp(name))),
      attribute(OID.trustedKeyUsage, objectIdentifier(OID.anyExtendedKeyUsage)),
    ),
  );
}

function data(content: Buffer): Buffer {
  return sequence(objectIdentifier(OID.data), tlv(TAG.context0, tlv(TAG.octetString, content)));
}

/** MacData (RFC 7292 section 4). */
function macOf(content: Buffer, salt: Buffer): Buffer {
  const mac = createHmac('sha256', macKey(salt)).update(content).digest();
  const algorithm = sequence(objectIdentifier(OID.sha256), tlv(TAG.null));
  return sequence(
    sequence(algorithm, tlv(TAG.octetString, mac)),
    tlv(TAG.octetString, salt),
    integer(ITERATIONS),
  );
}

/**
 * The key of the MAC (RFC 7292 appendix B.2 with ID 3). One block of SHA-256 is all the key that is needed, so the
 * steps that lengthen it are left out.
 */
function macKey(salt: Buffer): Buffer {
  const block = 64;
  const diversifier = Buffer.alloc(block, 3);
  const password = Buffer.concat([bmp(TRUST_STORE_PASSWORD), Buffer.alloc(2)]);
  let digest = Buffer.concat([diversifier, fill(salt, block), fill(password, block)]);
  for (let round = 0; round < ITERATIONS; round++) digest = createHash('sha256').update(digest).digest();
  return digest;
}

/** Copies of the octets up to the next multiple of the block. */
function fill(octets: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(octets.length / block) * block, octets);
}

/** UTF-16 with the high octet first. */
const bmp = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
