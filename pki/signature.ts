import { sign } from 'node:crypto';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { isEc, type KeyPair } from './key-pair.ts';
import type { SignatureHash } from './recipe.ts';

const RSA_OIDS: Record<SignatureHash, string> = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};

const ECDSA_OIDS: Partial<Record<SignatureHash, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

/**
 * The identifier of a signature algorithm: RSASSA-PKCS1-v1_5 with its NULL parameters (RFC 4055 section 5), ECDSA
 * with none (RFC 5758 section 3.2).
 *
 * @throws Error for ECDSA with MD5, which has no object identifier
 */
export function signatureAlgorithm(pair: KeyPair, hash: SignatureHash): AlgorithmIdentifier {
  if (!isEc(pair.type)) return new AlgorithmIdentifier({ algorithm: RSA_OIDS[hash], parameters: null });
  const algorithm = ECDSA_OIDS[hash];
  if (algorithm === undefined) throw new Error(`There is no ECDSA with ${hash}.`);
  return new AlgorithmIdentifier({ algorithm });
}

/** Signs DER bytes; an ECDSA signature is a DER SEQUENCE of r and s. */
export function signDer(der: ArrayBuffer, pair: KeyPair, hash: SignatureHash): ArrayBuffer {
  return exactBuffer(sign(hash, new Uint8Array(der), pair.privateKey));
}

/** The bytes of a view in an ArrayBuffer of their own, as the ASN.1 schemas want them. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
