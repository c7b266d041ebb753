import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { CertificationRequest } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Extensions,
  type GeneralName,
  id_ce_subjectAltName,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';
import { fail } from './errors.ts';
import { describeKey, type PublicHalf, publicHalf } from './key-pair.ts';
import { commonNameIn } from './names.ts';
import { readPem } from './pem.ts';
import { toSans } from './requested-names.ts';

/** What a signing request asks for, its signature checked. */
export interface SigningRequest {
  publicHalf: PublicHalf;
  /** The kind of key, which decides on the usages; an RSA key may be of any size that a router serves. */
  keyType: 'rsa-2048' | 'ec-p256';
  commonName: string | null;
  /** `DNS:…` and `IP:…` from its subjectAltName; the common name where it has none, as public authorities do. */
  sans: string[];
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** RFC 4055 section 5, RFC 5758 section 3.2. SHA-1 is let pass: the signature proves possession and nothing else. */
const SIGNATURE_HASHES: Record<string, string> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/**
 * Reads a PKCS#10 request (RFC 2986), PEM as `openssl req` writes it.
 *
 * @throws MockError PKI_REQUEST_NOT_PEM, PKI_REQUEST_BROKEN, PKI_REQUEST_KEY, PKI_REQUEST_SIGNATURE, PKI_NAME_INVALID
 */
export function readSigningRequest(pem: string): SigningRequest {
  const request = parse(derOf(pem));
  const info = request.certificationRequestInfo;
  const key = publicKeyOf(request);
  const keyType = acceptedType(key);
  checkSignature(request, key);
  const commonName = commonNameIn(info.subject);
  const names = subjectAltNames(request);
  if (names.length === 0 && commonName !== null) names.push(commonName);
  return {
    publicHalf: publicHalf(info.subjectPKInfo),
    keyType,
    commonName,
    sans: names.length === 0 ? [] : toSans(names),
  };
}

function derOf(pem: string): Buffer {
  const blocks = readPem(pem);
  // Microsoft's tools write the older label (RFC 7468 section 7).
  const request = blocks.find(({ label }) => /^(?:NEW )?CERTIFICATE REQUEST$/.test(label));
  if (request !== undefined) return request.der;
  const labels = blocks.map(({ label }) => `"${label}"`);
  throw fail('PKI_REQUEST_NOT_PEM', {
    found: labels.length === 0 ? 'no PEM block at all' : labels.join(', '),
  });
}

function parse(der: Buffer): CertificationRequest {
  try {
    return AsnConvert.parse(der, CertificationRequest);
  } catch (error) {
    throw fail('PKI_REQUEST_BROKEN', {}, error);
  }
}

function publicKeyOf({ certificationRequestInfo }: CertificationRequest): KeyObject {
  const der = Buffer.from(AsnConvert.serialize(certificationRequestInfo.subjectPKInfo));
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch (error) {
    throw fail('PKI_REQUEST_BROKEN', {}, error);
  }
}

function acceptedType(key: KeyObject): SigningRequest['keyType'] {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'rsa-2048';
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ec-p256';
  throw fail('PKI_REQUEST_KEY', { found: describeKey(key) });
}

/** Proof of possession: who asks holds the private key (RFC 2986 section 3). */
function checkSignature(request: CertificationRequest, key: KeyObject): void {
  const { algorithm } = request.signatureAlgorithm;
  const hash = SIGNATURE_HASHES[algorithm];
  if (hash === undefined) {
    throw fail('PKI_REQUEST_SIGNATURE', {
      problem: `is of the algorithm ${algorithm}, which is not known here`,
    });
  }
  const signed = new Uint8Array(request.certificationRequestInfoRaw ?? new ArrayBuffer(0));
  if (!verify(hash, signed, key, new Uint8Array(request.signature))) {
    throw fail('PKI_REQUEST_SIGNATURE', {
      problem: 'was not made with the key that it asks a certificate for',
    });
  }
}

function subjectAltNames({ certificationRequestInfo }: CertificationRequest): string[] {
  const attribute = certificationRequestInfo.attributes?.find(({ type }) => type === EXTENSION_REQUEST);
  const value = attribute?.values[0];
  if (value === undefined) return [];
  try {
    const wanted = AsnConvert.parse(value, Extensions).find(({ extnID }) => extnID === id_ce_subjectAltName);
    if (wanted === undefined) return [];
    return [...AsnConvert.parse(wanted.extnValue, SubjectAlternativeName)].map(plainName);
  } catch (error) {
    throw fail('PKI_REQUEST_BROKEN', {}, error);
  }
}

/** Forms that no router is reached by are handed on as they are, for the check of names to refuse by name. */
function plainName(name: GeneralName): string {
  const other = name.uniformResourceIdentifier ?? name.rfc822Name ?? 'a name of another form';
  return name.dNSName ?? name.iPAddress ?? other;
}
