import type { X509Certificate } from 'node:crypto';

/** What is unusual about the certificates of a file. Numbers count from 1, as they stand in it. */
export interface ChainFindings {
  selfSigned: boolean;
  /** No other certificate of the file issued the leaf. */
  issuerMissing: boolean;
  /** Certificates that stand before the one they issued. */
  misplaced: number[];
  /** Certificates that issued nothing on the way from the leaf. */
  unrelated: number[];
  /** Certificates that stood in the file before. */
  repeated: number[];
}

/**
 * Looks at the chain as it stands in the file: leaf first, and every following certificate one that certifies an
 * earlier one (RFC 5246 section 7.4.2; cross-signed issuers may stand side by side).
 */
export function inspectChain(chain: readonly [X509Certificate, ...X509Certificate[]]): ChainFindings {
  const [leaf] = chain;
  const repeated = chain.flatMap(({ fingerprint256 }, index) =>
    chain.findIndex((other) => other.fingerprint256 === fingerprint256) < index ? [index] : [],
  );
  const issued = issuedBy(chain, repeated);
  const unrelated: number[] = [];
  const misplaced: number[] = [];
  for (const [index] of chain.entries()) {
    if (index === 0 || repeated.includes(index)) continue;
    const below = issued.get(index);
    if (below === undefined) unrelated.push(index);
    else if (below.every((subject) => subject > index)) misplaced.push(index);
  }
  // Not `isIssuer`: a leaf without keyCertSign may not sign certificates, and yet it can have signed itself.
  const selfSigned = leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey);
  return {
    selfSigned,
    issuerMissing: !selfSigned && ![...issued.values()].some((below) => below.includes(0)),
    misplaced: misplaced.map((index) => index + 1),
    unrelated: unrelated.map((index) => index + 1),
    repeated: repeated.map((index) => index + 1),
  };
}

/** For each certificate that can be reached from the leaf: which ones below it it issued. */
function issuedBy(chain: readonly X509Certificate[], repeated: readonly number[]): Map<number, number[]> {
  const issued = new Map<number, number[]>();
  const reached = [0];
  // The list grows while it is walked, by each issuer that is met for the first time.
  for (const subject of reached) {
    for (const [index, candidate] of chain.entries()) {
      const certificate = chain[subject];
      if (index === 0 || index === subject || repeated.includes(index) || certificate === undefined) continue;
      if (!isIssuer(candidate, certificate)) continue;
      issued.set(index, [...(issued.get(index) ?? []), subject]);
      if (!reached.includes(index)) reached.push(index);
    }
  }
  return issued;
}

/** Names and key identifiers fit (RFC 5280 section 6.1.3), and the signature is the issuer's. */
function isIssuer(issuer: X509Certificate, subject: X509Certificate): boolean {
  return subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}
