import type { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { isCertificate, nameOneLine, readCertificates, readNames } from './certificates.ts';
import { fail } from './errors.ts';
import { findWarnings } from './find-warnings.ts';
import { readPem } from './pem.ts';
import type { PemBlock } from './pem-block.ts';
import { isPrivateKey, type KeyKind, type PrivateKey, readPrivateKey, signsFor } from './private-key.ts';
import type { RawSecret } from './raw-secret.ts';
import { MAX_SECRET_BYTES } from './read-file.ts';
import { coversName } from './verify-name.ts';
import type { SecretWarning } from './warnings.ts';

export type { SecretWarning } from './warnings.ts';

export interface CheckOptions {
  /** `sslCname`, which the certificate has to cover; null where there is none to compare with. */
  cname: string | null;
  now: Date;
  /** Kinds of key that are served; default RSA and EC. */
  keyKinds?: readonly KeyKind[];
  /** What would be a warning is an error; default false. */
  strict?: boolean;
}

/** One certificate of the chain, for people. */
export interface ChainCertificate {
  subject: string;
  issuer: string;
  /** SHA-256, upper-case hex with colons. */
  fingerprint: string;
}

/** A secret that a listener can serve. */
export interface CheckedSecret {
  /** The certificates in the order of the file, PEM, without anything else that stood there. */
  certPem: string;
  keyPem: string;
  /** SHA-256 of the first certificate, upper-case hex with colons. */
  fingerprint: string;
  subject: string;
  /** The names the certificate covers: `DNS:…` and `IP:…`. */
  names: string[];
  notBefore: Date;
  notAfter: Date;
  chain: ChainCertificate[];
  /** `RSA-2048`, `EC P-256`. */
  keyType: string;
}

/**
 * Judges a secret as the health check of the extension does: key and certificate both there, intact, PEM, without
 * passphrase, belonging together, and the certificate compatible with `sslCname` (E40007 in the article
 * "Troubleshoot the extension").
 *
 * @throws MockError E40007 with its own reason for each fault
 */
export function checkSecret(
  raw: RawSecret,
  options: CheckOptions,
): { material: CheckedSecret; warnings: SecretWarning[] } {
  const { origin, certPlace, keyPlace } = raw;
  if (raw.cert.length + raw.key.length > MAX_SECRET_BYTES)
    throw fail('SECRET_TOO_LARGE', { place: origin, limit: MAX_SECRET_BYTES });
  const certBlocks = readPem({ bytes: raw.cert, entry: 'cert.pem', place: certPlace });
  const keyBlocks = readPem({ bytes: raw.key, entry: 'key.pem', place: keyPlace });
  if (areSwapped(certBlocks, keyBlocks)) throw fail('SECRET_SWAPPED', { origin });

  const chain = readCertificates(certBlocks, certPlace);
  const key = readPrivateKey(keyBlocks, keyPlace, options.keyKinds ?? ['RSA', 'EC']);
  requireKeyOf(chain, key, raw);
  const certPem = chain.map((certificate) => certificate.toString()).join('');
  requireServable(certPem, key.pem, origin);
  if (options.cname !== null) requireName(chain[0], options.cname, certPlace);

  const hasKeyBeside = certBlocks.some(isPrivateKey);
  const warnings = findWarnings(chain, { now: options.now, keyBesideIn: hasKeyBeside ? certPlace : null });
  const [first] = warnings;
  if (options.strict === true && first !== undefined)
    throw fail('SECRET_WARNING_REFUSED', { warning: first.message, remedy: first.remedy });

  return { material: describeMaterial(chain, certPem, key), warnings };
}

function areSwapped(certBlocks: readonly PemBlock[], keyBlocks: readonly PemBlock[]): boolean {
  const hasOnlyKey = certBlocks.some(isPrivateKey) && !certBlocks.some(isCertificate);
  const hasOnlyCertificate = keyBlocks.some(isCertificate) && !keyBlocks.some(isPrivateKey);
  return hasOnlyKey && hasOnlyCertificate;
}

function requireKeyOf(
  chain: readonly [X509Certificate, ...X509Certificate[]],
  key: PrivateKey,
  { origin, certPlace, keyPlace }: RawSecret,
): void {
  const owner = chain.findIndex((certificate) => certificate.checkPrivateKey(key.object));
  if (owner === -1) throw fail('SECRET_KEY_MISMATCH', { origin });
  if (owner > 0) throw fail('SECRET_LEAF_NOT_FIRST', { number: owner + 1, place: certPlace });
  if (!signsFor(key.object, chain[0])) throw fail('SECRET_KEY_BROKEN', { place: keyPlace });
}

/** What OpenSSL will not serve must fall here, with a remedy, and not at the listener. */
function requireServable(certPem: string, keyPem: string, origin: string): void {
  try {
    createSecureContext({ cert: certPem, key: keyPem, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  } catch (error) {
    const isOpenssl = error instanceof Error && 'reason' in error && typeof error.reason === 'string';
    throw fail('SECRET_NOT_SERVABLE', { origin, cause: isOpenssl ? String(error.reason) : 'unknown' }, error);
  }
}

function requireName(leaf: X509Certificate, cname: string, place: string): void {
  // ASSUMPTION: name-match: how the real check compares sslCname with the certificate is not published. RFC 9525 is
  // what today's clients do, so a certificate that fails here fails there. Changed by `CheckOptions.cname`: null
  // compares nothing.
  const names = readNames(leaf);
  if (names.length === 0) throw fail('SECRET_NO_SAN', { place, cname });
  if (coversName(names, cname)) return;
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
  throw fail('SECRET_NAME_NOT_COVERED', { place, cname, names: shown.join(', ') });
}

function describeMaterial(
  chain: readonly [X509Certificate, ...X509Certificate[]],
  certPem: string,
  key: PrivateKey,
): CheckedSecret {
  const [leaf] = chain;
  return {
    certPem,
    keyPem: key.pem,
    fingerprint: leaf.fingerprint256,
    subject: nameOneLine(leaf.subject),
    names: readNames(leaf),
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    chain: chain.map(({ subject, issuer, fingerprint256 }) => ({
      subject: nameOneLine(subject),
      issuer: nameOneLine(issuer),
      fingerprint: fingerprint256,
    })),
    keyType: key.type,
  };
}
