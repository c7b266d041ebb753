import { isEc, type KeyType } from './key-pair.ts';
import type { CertificateSpec } from './recipe.ts';

/** ms */
export const HOUR = 3_600_000;
/** ms */
export const DAY = 24 * HOUR;

/** What the subject of every authority made here carries, so that none is mistaken for a real one. */
export const TEST_ONLY = 'azureml-fe-mock TEST ONLY';

/** How long the authority's own certificates live: longer than any machine of a test fleet is left alone. */
export const AUTHORITY_LIFE_MS = 3650 * DAY;
/** The longest a leaf may live by the rules that browsers enforced up to 2026 (398 days, both ends counted). */
export const MAX_LEAF_DAYS = 397;
export const DEFAULT_LEAF_DAYS = 90;
/** Clocks differ; a certificate that starts now would be too new for some. */
const BACKDATED_MS = HOUR;

type Profile = Omit<
  CertificateSpec,
  'commonName' | 'sans' | 'notBeforeMs' | 'notAfterMs' | 'key' | 'keySlot'
>;

const everyProfile = {
  signatureHash: 'sha256',
  authorityKeyIdentifier: true,
  subjectKeyIdentifier: true,
} as const satisfies Partial<Profile>;

const rootProfile: Profile = {
  ...everyProfile,
  organization: TEST_ONLY,
  basicConstraints: { ca: true },
  keyUsage: ['keyCertSign', 'cRLSign'],
  extendedKeyUsage: null,
};

const intermediateProfile: Profile = {
  ...everyProfile,
  organization: TEST_ONLY,
  basicConstraints: { ca: true },
  // digitalSignature is for OCSP responses, which the intermediate signs itself (RFC 6960 section 4.2.2.2).
  keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'],
  extendedKeyUsage: ['serverAuth'],
};

const leafProfile: Profile = {
  ...everyProfile,
  // As in a domain-validated certificate, which names no organization.
  organization: null,
  basicConstraints: { ca: false },
  keyUsage: ['digitalSignature', 'keyEncipherment'],
  extendedKeyUsage: ['serverAuth'],
};

/** A root as a right authority makes it, but for what `wanted` says. */
export function rootSpec(wanted: Partial<CertificateSpec>, key: KeyType): CertificateSpec {
  return {
    ...rootProfile,
    commonName: `${TEST_ONLY} root`,
    sans: null,
    key,
    keySlot: 'root',
    ...wanted,
    ...validity(wanted, AUTHORITY_LIFE_MS),
  };
}

/**
 * An intermediate as a right authority makes it, but for what `wanted` says.
 *
 * @param place 1 for the one below the root, 2 for the next
 * @param below how many intermediates come below it, which is what its pathLenConstraint allows
 */
export function intermediateSpec(
  wanted: Partial<CertificateSpec>,
  key: KeyType,
  place = 1,
  below = 0,
): CertificateSpec {
  const slot = place === 1 ? 'intermediate' : `intermediate-${place}`;
  return {
    ...intermediateProfile,
    basicConstraints: { ca: true, pathLength: below },
    commonName: `${TEST_ONLY} ${slot.replace('-', ' ')}`,
    sans: null,
    key,
    keySlot: slot,
    ...wanted,
    ...validity(wanted, AUTHORITY_LIFE_MS),
  };
}

/** A leaf as a right authority makes it, but for what `wanted` says. The first SAN is the common name, where it can be. */
export function leafSpec(wanted: Partial<CertificateSpec>, key: KeyType): CertificateSpec {
  const sans = wanted.sans === undefined ? ['DNS:www.contoso.com'] : wanted.sans;
  const actualKey = wanted.key ?? key;
  return {
    ...leafProfile,
    // keyEncipherment is for static RSA key exchange; RFC 8813 section 3 forbids it on EC keys.
    keyUsage: isEc(actualKey) ? ['digitalSignature'] : leafProfile.keyUsage,
    commonName: commonNameOf(sans),
    key: actualKey,
    keySlot: 'leaf',
    ...wanted,
    sans,
    ...validity(wanted, DEFAULT_LEAF_DAYS * DAY),
  };
}

/** The validity of a leaf that is to live for so many days, from an hour ago. */
export function leafLife(days: number): Pick<CertificateSpec, 'notBeforeMs' | 'notAfterMs'> {
  return validity({}, days * DAY);
}

/** A recipe that says only one end of the validity means a usual life that ends or starts there. */
function validity(
  { notBeforeMs, notAfterMs }: Partial<CertificateSpec>,
  lifeMs: number,
): Pick<CertificateSpec, 'notBeforeMs' | 'notAfterMs'> {
  const usual = { notBeforeMs: -BACKDATED_MS, notAfterMs: lifeMs - BACKDATED_MS };
  if (notBeforeMs !== undefined) return { notBeforeMs, notAfterMs: notAfterMs ?? notBeforeMs + lifeMs };
  if (notAfterMs === undefined) return usual;
  const startsInTime = notAfterMs > usual.notBeforeMs;
  return { notBeforeMs: startsInTime ? usual.notBeforeMs : notAfterMs - lifeMs, notAfterMs };
}

/** X.520 allows a common name 64 characters; a longer FQDN, or bytes that no reader expects, stays in the SAN alone. */
function commonNameOf(sans: string[] | null): string | null {
  const name = /^(?:DNS|IP):([!-~]{1,64})$/.exec(sans?.[0] ?? '');
  return name?.[1] ?? null;
}
