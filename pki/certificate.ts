import { createHash, randomBytes } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, Extensions, type Name, TBSCertificate, Validity, Version } from '@peculiar/asn1-x509';
import { extensionsFor } from './extensions.ts';
import type { KeyPair, PublicHalf } from './key-pair.ts';
import { subjectName } from './names.ts';
import { toPem } from './pem.ts';
import type { CertificateSpec } from './recipe.ts';
import { exactBuffer, signatureAlgorithm, signDer } from './signature.ts';

/** Who signs: a name and the key behind it. */
export interface Issuer {
  subject: Name;
  pair: KeyPair;
}

export interface IssuedCertificate {
  der: Buffer;
  pem: string;
  subject: Name;
  /** Hex, upper case, as `openssl x509 -serial` prints it. */
  serialNumber: string;
  /** Whole seconds, as they stand in the certificate. */
  notBefore: Date;
  notAfter: Date;
}

/** An authority's certificate with its key, able to issue. */
export type CaCertificate = IssuedCertificate & Issuer;

/**
 * Issues a certificate as the spec has it, right or wrong (RFC 5280 section 4.1).
 *
 * @param subject whose key it is for; a signing request has no more than this half
 * @param now what the spec's times count from
 */
export function issueCertificate(
  spec: CertificateSpec,
  subject: PublicHalf,
  issuer: Issuer,
  now: Date,
): IssuedCertificate {
  const subjectDn = subjectName(spec.organization, spec.commonName);
  const serialNumber = newSerialNumber();
  const validity = new Validity({
    notBefore: wholeSecond(now.getTime() + spec.notBeforeMs),
    notAfter: wholeSecond(now.getTime() + spec.notAfterMs),
  });
  const algorithm = signatureAlgorithm(issuer.pair, spec.signatureHash);
  const extensions = extensionsFor(spec, subject, issuer.pair);
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: exactBuffer(serialNumber),
    signature: algorithm,
    issuer: issuer.subject,
    validity,
    subject: subjectDn,
    subjectPublicKeyInfo: subject.subjectPublicKeyInfo,
    ...(extensions.length === 0 ? {} : { extensions: new Extensions(extensions) }),
  });
  const signatureValue = signDer(AsnConvert.serialize(tbsCertificate), issuer.pair, spec.signatureHash);
  if (spec.tamperSignature === true) turnLastBit(signatureValue);
  const der = Buffer.from(
    AsnConvert.serialize(new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue })),
  );
  return {
    der,
    pem: toPem('CERTIFICATE', der),
    subject: subjectDn,
    serialNumber: serialNumber.toString('hex').toUpperCase(),
    notBefore: validity.notBefore.getTime(),
    notAfter: validity.notAfter.getTime(),
  };
}

/** Issues a certificate that is its own issuer, and can go on to issue others. */
export function issueRoot(spec: CertificateSpec, pair: KeyPair, now: Date): CaCertificate {
  const self = { subject: subjectName(spec.organization, spec.commonName), pair };
  return { ...issueCertificate(spec, pair, self, now), pair };
}

/** Issues a certificate for a whole key pair, so that it can go on to issue others, allowed to or not. */
export function issueTo(pair: KeyPair, spec: CertificateSpec, issuer: Issuer, now: Date): CaCertificate {
  return { ...issueCertificate(spec, pair, issuer, now), pair };
}

/** SHA-256 of a certificate, hex with colons in upper case, as `openssl x509 -fingerprint -sha256` prints it. */
export function fingerprintOf(der: Uint8Array): string {
  const hex = createHash('sha256').update(der).digest('hex').toUpperCase();
  return hex.replace(/..(?=.)/g, '$&:');
}

/** 126 random bits, positive, and of one length, 16 octets (RFC 5280 section 4.1.2.2 allows 20). */
function newSerialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function turnLastBit(signature: ArrayBuffer): void {
  const bytes = new Uint8Array(signature);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
}

/** Certificates know no fractions of a second (RFC 5280 section 4.1.2.5). */
function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
