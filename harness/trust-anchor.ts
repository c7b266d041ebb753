import { X509Certificate } from 'node:crypto';

/** What a client of a served chain is to trust. */
export interface TrustAnchor {
  /** The certificate in which the chain ends, PEM. */
  pem: string;
  /** The issuer of `pem`, whose certificate is not known here; null where `pem` is a root. */
  missingIssuer: string | null;
}

/**
 * Finds what the chain of a person's own certificate ends in: a root in the file, one of the known roots, or the last
 * certificate whose issuer is not known. Only clients that accept partial chains can trust the last one.
 *
 * @param chainPem the certificates of `cert.pem`, the leaf first
 * @param knownRoots PEM
 */
export function anchorOf(chainPem: string, knownRoots: readonly string[]): TrustAnchor {
  const [leaf, ...others] = readAll(chainPem);
  if (leaf === undefined) return { pem: chainPem, missingIssuer: null };
  const candidates = [...others, ...knownRoots.flatMap(readAll)];
  let top = leaf;
  // Each step leaves one candidate behind, so that certificates that issued each other end as well.
  while (!isRoot(top)) {
    const index = candidates.findIndex((each) => isIssuedBy(top, each));
    const issuer = candidates.splice(index, index < 0 ? 0 : 1)[0];
    if (issuer === undefined)
      return { pem: top.toString(), missingIssuer: top.issuer.replaceAll('\n', ', ') };
    top = issuer;
  }
  return { pem: top.toString(), missingIssuer: null };
}

const isRoot = (certificate: X509Certificate): boolean => isIssuedBy(certificate, certificate);

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

function readAll(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?/gs) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}
