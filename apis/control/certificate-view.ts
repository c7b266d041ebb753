import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  KeyUsage,
} from '@peculiar/asn1-x509';

/** One certificate, read for a person: RFC 5280 section 4. Dates are ISO 8601. */
export interface CertificateView {
  subject: string;
  issuer: string;
  serialNumber: string;
  notBefore: string;
  notAfter: string;
  names: string[];
  key: string;
  keyBits: number | null;
  signature: string;
  ca: boolean;
  pathLength: number | null;
  keyUsage: string[];
  extendedKeyUsage: string[];
  /** OIDs of critical extensions that RFC 5280 does not know. */
  unknownCritical: string[];
  fingerprint: string;
  selfSigned: boolean;
  /** Whether the next one of the chain issued it; null where there is none. */
  signedByNext: boolean | null;
  /** Whether it is, or was issued by, one of the trusted. */
  trusted: boolean;
  pem: string;
  text: string | null;
}

const SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'Ed25519',
};

const USAGES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
};

/** The extensions of RFC 5280 section 4.2 and the ones of RFC 6960 and RFC 7633, all under these arcs. */
const KNOWN_EXTENSION = /^(2\.5\.29\.|1\.3\.6\.1\.5\.5\.7\.1\.)/;

/**
 * Reads a chain as it was served, leaf first. A certificate that cannot be decoded is null.
 *
 * @param ders each certificate, DER
 * @param trustedPem what clients are to trust, PEM
 */
export async function viewCertificates(
  ders: readonly Buffer[],
  trustedPem: string,
): Promise<(CertificateView | null)[]> {
  const chain = ders.map(parse);
  const trusted = (trustedPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (pem) => new X509Certificate(pem),
  );
  return Promise.all(
    chain.map(async (certificate, index) => {
      if (certificate === null) return null;
      const next = chain[index + 1] ?? null;
      return {
        ...(await view(certificate)),
        signedByNext: next === null ? null : issued(next, certificate),
        trusted: trusted.some((root) => root.raw.equals(certificate.raw) || issued(root, certificate)),
      };
    }),
  );
}

function parse(der: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}

/** Names and signature alike, which is what a chain is made of (RFC 5280 section 6.1.3). */
function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return issuer.subject === certificate.issuer && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

const oneLine = (name: string | undefined): string =>
  (name ?? '').split('\n').filter(Boolean).reverse().join(', ');

async function view(
  certificate: X509Certificate,
): Promise<Omit<CertificateView, 'signedByNext' | 'trusted'>> {
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(certificate.raw, Certificate);
  const extensions = tbsCertificate.extensions ?? [];
  const read = <T>(oid: string, type: new () => T): T | null => {
    const found = extensions.find(({ extnID }) => extnID === oid);
    return found === undefined ? null : AsnConvert.parse(found.extnValue.buffer, type);
  };
  const constraints = read(id_ce_basicConstraints, BasicConstraints);
  const { algorithm } = signatureAlgorithm;
  return {
    subject: oneLine(certificate.subject) || '(empty)',
    issuer: oneLine(certificate.issuer) || '(empty)',
    serialNumber: certificate.serialNumber,
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    names: (certificate.subjectAltName ?? '').split(', ').filter(Boolean),
    ...keyOf(certificate),
    signature: SIGNATURES[algorithm] ?? algorithm,
    ca: constraints?.cA ?? false,
    pathLength: constraints?.pathLenConstraint ?? null,
    keyUsage: read(id_ce_keyUsage, KeyUsage)?.toJSON() ?? [],
    extendedKeyUsage: [...(read(id_ce_extKeyUsage, ExtendedKeyUsage) ?? [])].map((oid) => USAGES[oid] ?? oid),
    unknownCritical: extensions
      .filter(({ critical, extnID }) => critical && !KNOWN_EXTENSION.test(extnID))
      .map(({ extnID }) => extnID),
    fingerprint: createHash('sha256')
      .update(certificate.raw)
      .digest('hex')
      .toUpperCase()
      .replace(/..\B/g, '$&:'),
    selfSigned: issued(certificate, certificate),
    pem: certificate.toString(),
    text: await opensslText(certificate.raw),
  };
}

function keyOf({ publicKey }: X509Certificate): Pick<CertificateView, 'key' | 'keyBits'> {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  const type = publicKey.asymmetricKeyType ?? 'unknown';
  if (modulusLength !== undefined)
    return { key: `${type.toUpperCase()} ${modulusLength}`, keyBits: modulusLength };
  return { key: namedCurve === undefined ? type : `EC ${namedCurve}`, keyBits: null };
}

/** What `openssl x509 -text` says; null where openssl is not installed or does not like it. */
function opensslText(der: Buffer): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: 5000, maxBuffer: 1024 * 1024 };
    const child = execFile(
      'openssl',
      ['x509', '-inform', 'DER', '-noout', '-text'],
      options,
      (error, stdout) => resolve(error === null ? stdout : null),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(der);
  });
}
