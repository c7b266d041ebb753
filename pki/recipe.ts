import type { KeyType } from './key-pair.ts';

/** A certificate goes wrong in a recipe: everything here is data, so that a scenario can be read as such. */
export type SignatureHash = 'sha256' | 'sha384' | 'sha512' | 'sha1' | 'md5';

/** RFC 5280 section 4.2.1.3. */
export type KeyUsageName =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign';

/** RFC 5280 section 4.2.1.12. */
export type KeyPurpose =
  | 'serverAuth'
  | 'clientAuth'
  | 'codeSigning'
  | 'emailProtection'
  | 'timeStamping'
  | 'OCSPSigning'
  | 'anyExtendedKeyUsage';

/** Everything that can be said about one certificate. */
export interface CertificateSpec {
  /** Null leaves the common name out. */
  commonName: string | null;
  /** Null leaves the organization out; without a common name too, the subject is empty (RFC 5280 section 4.1.2.6). */
  organization: string | null;
  /**
   * `DNS:www.contoso.com`, `IP:127.0.0.1`, `IP:::1`, `URI:…`, `EMAIL:…`. The characters go into the certificate as bytes
   * (up to U+00FF), whatever they are: `DNS:www.contoso.com\0.example.test` has a NUL. Null leaves the extension out.
   */
  sans: string[] | null;
  /** ms from now; negative is the past. */
  notBeforeMs: number;
  /** ms from now; negative is the past. */
  notAfterMs: number;
  /** Algorithm and size of its key. */
  key: KeyType;
  /** Which of the shared keys of that type; see `KeyRing`. */
  keySlot: string;
  /** The hash in the signature on this certificate; whether it is RSA or ECDSA follows from the issuer's key. */
  signatureHash: SignatureHash;
  /** Critical unless said otherwise; null leaves the extension out. */
  basicConstraints: { ca: boolean; pathLength?: number; critical?: boolean } | null;
  /** Critical. Null leaves the extension out. */
  keyUsage: KeyUsageName[] | null;
  /** Null leaves the extension out. */
  extendedKeyUsage: KeyPurpose[] | null;
  /** On a root too, where it names the root's own key. */
  authorityKeyIdentifier: boolean;
  /** Whether it has the extension (RFC 5280 section 4.2.1.2). */
  subjectKeyIdentifier: boolean;
  /** Critical. Forms: `DNS:contoso.com`, `IP:10.0.0.0/8` (RFC 5280 section 4.2.1.10). */
  nameConstraints?: { permitted?: string[]; excluded?: string[] };
  /** Where the CRL is (RFC 5280 section 4.2.1.13). */
  crlUrl?: string;
  /** Where the OCSP responder is (RFC 5280 section 4.2.2.1). */
  ocspUrl?: string;
  /** Where the issuer's certificate, DER, is; some clients fetch a missing intermediate there. */
  caIssuersUrl?: string;
  /** The TLS feature `status_request` (RFC 7633). */
  mustStaple?: boolean;
  /** A critical extension that no verifier can know, so that every right one refuses (RFC 5280 section 4.2). */
  unknownCriticalExtension?: boolean;
  /** Turns over the last bit of the signature. */
  tamperSignature?: boolean;
}

/** A root made for one recipe. Left out of the recipe, it is the authority's own. */
export type RootRecipe = Partial<CertificateSpec> & {
  /** False: the client is given the authority's root, not this one. Default true. */
  trusted?: boolean;
  /** True: it bears the name of the authority's root, but has another key. */
  sameName?: boolean;
};

/** A leaf that is its own issuer, as the npm package `selfsigned` makes it; it can say no more than this. */
export type SelfSignedLeaf = Partial<
  Pick<
    CertificateSpec,
    | 'commonName'
    | 'organization'
    | 'sans'
    | 'notBeforeMs'
    | 'notAfterMs'
    | 'key'
    | 'keySlot'
    | 'basicConstraints'
    | 'keyUsage'
    | 'extendedKeyUsage'
  >
> & {
  selfSigned: true;
  signatureHash?: 'sha256' | 'sha384' | 'sha1';
  /** True: the client is given the leaf itself to trust. Default false. */
  trusted?: boolean;
};

/** A leaf that an authority issues: what is different from a good one. */
export type IssuedLeaf = Partial<CertificateSpec> & { selfSigned?: false };

/** `intermediate` is the one below the root, `intermediate-2` the one below that, and so on. */
export type ChainRole =
  | 'leaf'
  | 'intermediate'
  | `intermediate-${number}`
  | 'root'
  /** A good intermediate of the authority that did not issue the leaf. */
  | 'other-intermediate'
  /** The root's name and key, certified until yesterday by an older root that is no longer trusted. */
  | 'expired-cross-sign';

/** How a chain is made. What is left out is as a right authority makes it, so a recipe says only what is wrong. */
export interface CertificateRecipe {
  /** How the root differs from the authority's own. */
  root?: RootRecipe;
  /** From the root down. Left out: one. Empty: the root issues the leaf itself. */
  intermediates?: Partial<CertificateSpec>[];
  /** How the leaf is made. */
  leaf?: IssuedLeaf | SelfSignedLeaf;
  /** What stands in `cert.pem`, in this order. Default: leaf, its issuers upwards, root. */
  serve?: ChainRole[];
}
