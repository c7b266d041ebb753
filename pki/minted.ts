import { type CaCertificate, fingerprintOf, type IssuedCertificate } from './certificate.ts';

/** A leaf in its chain, with all that a server and its clients need but the key. Every PEM text ends with a newline. */
export interface MintedChain {
  /** What stands in `cert.pem`: the chain as served. */
  certPem: string;
  /** The root that a right client is given. */
  trustedPem: string;
  leafPem: string;
  /** Leaf, its issuers upwards, root, each PEM, whatever of it is served. */
  chainPem: string[];
  /** SHA-256 of the leaf, hex with colons in upper case, as `openssl x509 -fingerprint -sha256` prints it. */
  fingerprint: string;
  /** Hex in upper case, as `openssl x509 -serial` prints it. */
  serialNumber: string;
  notBefore: Date;
  notAfter: Date;
}

export interface Minted extends MintedChain {
  /** PKCS#8, without passphrase. */
  keyPem: string;
}

/** What belongs to a leaf: who issued it, up to the root, what of it is served, and which root is trusted. */
export interface ChainParts {
  issuers: IssuedCertificate[];
  served: IssuedCertificate[];
  trusted: IssuedCertificate;
}

export function toMintedChain(
  leaf: IssuedCertificate,
  { issuers, served, trusted }: ChainParts,
): MintedChain {
  return {
    certPem: served.map(({ pem }) => pem).join(''),
    trustedPem: trusted.pem,
    leafPem: leaf.pem,
    chainPem: [leaf, ...issuers].map(({ pem }) => pem),
    fingerprint: fingerprintOf(leaf.der),
    serialNumber: leaf.serialNumber,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  };
}

export function toMinted(leaf: CaCertificate, parts: ChainParts): Minted {
  return { ...toMintedChain(leaf, parts), keyPem: leaf.pair.privatePem };
}
