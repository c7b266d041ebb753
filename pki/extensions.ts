import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  id_ad_caIssuers,
  id_ad_ocsp,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_cRLDistributionPoints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_pe_authorityInfoAccess,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { PublicHalf } from './key-pair.ts';
import { generalName, subtrees } from './names.ts';
import type { CertificateSpec, KeyPurpose } from './recipe.ts';

const TLS_FEATURE = '1.3.6.1.5.5.7.1.24';
/** DER: a SEQUENCE of the INTEGER 5, which is `status_request` (RFC 7633 section 6). */
const STATUS_REQUEST = Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05);
/** Under the enterprise number that RFC 5612 keeps for documentation, so that it never gets a meaning. */
const UNKNOWN_EXTENSION = '1.3.6.1.4.1.32473.1';
const DER_NULL = Uint8Array.of(0x05, 0x00);

const KEY_PURPOSE_OIDS: Record<KeyPurpose, string> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  anyExtendedKeyUsage: '2.5.29.37.0',
};

/** The extensions that a spec asks for (RFC 5280 section 4.2). */
export function extensionsFor(spec: CertificateSpec, subject: PublicHalf, issuer: PublicHalf): Extension[] {
  return [
    ...basicConstraints(spec),
    ...keyUsages(spec),
    ...subjectAltName(spec),
    ...keyIdentifiers(spec, subject, issuer),
    ...nameConstraints(spec),
    ...whereToAsk(spec),
    ...(spec.mustStaple === true ? [extension(TLS_FEATURE, STATUS_REQUEST)] : []),
    ...(spec.unknownCriticalExtension === true ? [extension(UNKNOWN_EXTENSION, DER_NULL, true)] : []),
  ];
}

/** Wraps a value, a schema object or DER, as an extension. */
export function extension(oid: string, value: object, critical = false): Extension {
  const der = value instanceof Uint8Array ? value : AsnConvert.serialize(value);
  return new Extension({ extnID: oid, critical, extnValue: new OctetString(der) });
}

/** The extension that names the key of an issuer, for certificates and CRLs. */
export function authorityKeyIdentifier(issuer: PublicHalf): Extension {
  const keyIdentifier = new KeyIdentifier(issuer.keyIdentifier);
  return extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier }));
}

function basicConstraints({ basicConstraints: wanted }: CertificateSpec): Extension[] {
  if (wanted === null) return [];
  const { ca, pathLength, critical = true } = wanted;
  const value = new BasicConstraints({
    cA: ca,
    ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
  });
  return [extension(id_ce_basicConstraints, value, critical)];
}

function keyUsages({ keyUsage, extendedKeyUsage }: CertificateSpec): Extension[] {
  const all: Extension[] = [];
  if (keyUsage !== null) {
    const bits = keyUsage.reduce((sum, name) => sum | KeyUsageFlags[name], 0);
    all.push(extension(id_ce_keyUsage, new KeyUsage(bits), true));
  }
  if (extendedKeyUsage !== null) {
    const purposes = extendedKeyUsage.map((name) => KEY_PURPOSE_OIDS[name]);
    all.push(extension(id_ce_extKeyUsage, new ExtendedKeyUsage(purposes)));
  }
  return all;
}

function subjectAltName({ sans, commonName, organization }: CertificateSpec): Extension[] {
  if (sans === null) return [];
  // With an empty subject the names stand here alone, and must be read (RFC 5280 section 4.2.1.6).
  const critical = commonName === null && organization === null;
  return [extension(id_ce_subjectAltName, new GeneralNames(sans.map(generalName)), critical)];
}

function keyIdentifiers(spec: CertificateSpec, subject: PublicHalf, issuer: PublicHalf): Extension[] {
  const all: Extension[] = [];
  if (spec.subjectKeyIdentifier) {
    all.push(extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(subject.keyIdentifier)));
  }
  if (spec.authorityKeyIdentifier) all.push(authorityKeyIdentifier(issuer));
  return all;
}

function nameConstraints({ nameConstraints: wanted }: CertificateSpec): Extension[] {
  if (wanted === undefined) return [];
  const value = new NameConstraints({
    ...(wanted.permitted === undefined ? {} : { permittedSubtrees: subtrees(wanted.permitted) }),
    ...(wanted.excluded === undefined ? {} : { excludedSubtrees: subtrees(wanted.excluded) }),
  });
  return [extension(id_ce_nameConstraints, value, true)];
}

function whereToAsk({ crlUrl, ocspUrl, caIssuersUrl }: CertificateSpec): Extension[] {
  const all: Extension[] = [];
  if (crlUrl !== undefined) {
    const distributionPoint = new DistributionPointName({ fullName: [url(crlUrl)] });
    const points = new CRLDistributionPoints([new DistributionPoint({ distributionPoint })]);
    all.push(extension(id_ce_cRLDistributionPoints, points));
  }
  const access = [
    ...(ocspUrl === undefined ? [] : [accessTo(id_ad_ocsp, ocspUrl)]),
    ...(caIssuersUrl === undefined ? [] : [accessTo(id_ad_caIssuers, caIssuersUrl)]),
  ];
  if (access.length > 0)
    all.push(extension(id_pe_authorityInfoAccess, new AuthorityInfoAccessSyntax(access)));
  return all;
}

const url = (value: string): GeneralName => new GeneralName({ uniformResourceIdentifier: value });

const accessTo = (accessMethod: string, value: string): AccessDescription =>
  new AccessDescription({ accessMethod, accessLocation: url(value) });
