import { type Logger, silentLogger } from '../common/logger.ts';
import { type IssuedCertificate, issueCertificate, issueTo } from './certificate.ts';
import { DAY, DEFAULT_LEAF_DAYS, leafLife, leafSpec, MAX_LEAF_DAYS } from './defaults.ts';
import { fail } from './errors.ts';
import { type Hierarchy, mintHierarchy } from './hierarchy.ts';
import { generateKeyPair } from './key-pair.ts';
import { KeyRing, type KeyType } from './keys.ts';
import { type ChainParts, type Minted, type MintedChain, toMinted, toMintedChain } from './minted.ts';
import type { CertificateSpec } from './recipe.ts';
import { toSans } from './requested-names.ts';
import { readSigningRequest } from './signing-request.ts';
import { openStateFolder } from './state-folder.ts';

export interface AuthorityOptions {
  /** Where the authority is kept between runs; null keeps it in memory. */
  stateDir: string | null;
  /** The type of its keys where it is made anew, and of the keys in its recipes; default `rsa-2048`. */
  keyType?: KeyType;
  log?: Logger;
  /** What validity counts from. */
  now?: Date;
}

export interface SignOptions {
  /** FQDNs and IP addresses; where they are given, they replace those of the request. */
  names?: string[];
  /** 1 to 397; default 90. */
  days?: number;
  /** How many of these are over already; default 0. */
  daysGone?: number;
  /** Default: the first name, where it has no more than 64 characters. Null leaves it out. */
  commonName?: string | null;
}

export interface IssueOptions extends SignOptions {
  names: string[];
  /** Default: the authority's own. */
  keyType?: KeyType;
}

/** A certificate authority for tests: a root, an intermediate, and what they issue. */
export interface Authority extends Hierarchy {
  readonly rootPem: string;
  readonly intermediatePem: string;
  /**
   * Issues a certificate for a person to keep, with a key of its own.
   *
   * @throws MockError PKI_NAMES_MISSING, PKI_NAME_INVALID, PKI_DAYS_OUT_OF_RANGE
   */
  issueLeaf(options: IssueOptions): Promise<Minted>;
  /**
   * Signs a PKCS#10 request, PEM. The key never left its owner, so none comes back.
   *
   * @throws MockError PKI_REQUEST_… for the request, and as `issueLeaf`
   */
  signRequest(csrPem: string, options?: SignOptions): MintedChain;
}

/**
 * Opens the authority of a state folder, or makes one. One that could no longer issue a leaf of the longest life is
 * replaced by a new one, which the log reports.
 *
 * @throws MockError NOT_WRITABLE, PKI_STATE_DAMAGED, PKI_STATE_UNREADABLE
 */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { stateDir, keyType = 'rsa-2048', log = silentLogger, now = new Date() } = options;
  if (stateDir !== null) return withMethods(await openStateFolder(stateDir, { keyType, log, now }));
  const keys = new KeyRing();
  // The leaf's key is wanted next; it takes its turn on a second core while the other two are generated.
  const [hierarchy] = await Promise.all([mintHierarchy(keys, keyType, now), keys.pair(keyType, 'leaf')]);
  return withMethods(hierarchy);
}

function withMethods(hierarchy: Hierarchy): Authority {
  return {
    ...hierarchy,
    rootPem: hierarchy.root.pem,
    intermediatePem: hierarchy.intermediate.pem,
    issueLeaf: (options) => issueLeaf(hierarchy, options),
    signRequest: (csrPem, options = {}) => signRequest(hierarchy, csrPem, options),
  };
}

async function issueLeaf(hierarchy: Hierarchy, options: IssueOptions): Promise<Minted> {
  const { keyType = hierarchy.keyType, names } = options;
  const spec = leafSpec({ sans: toSans(names), ...asGiven(options) }, keyType);
  const leaf = issueTo(await generateKeyPair(keyType), spec, hierarchy.intermediate, new Date());
  return toMinted(leaf, wholeChain(hierarchy, leaf));
}

function signRequest(hierarchy: Hierarchy, csrPem: string, options: SignOptions): MintedChain {
  const request = readSigningRequest(csrPem);
  const sans = options.names === undefined ? request.sans : toSans(options.names);
  if (sans.length === 0) throw fail('PKI_REQUEST_NO_NAMES', {});
  // A common name is granted only where it is one of the names that are covered anyway.
  const granted = sans.includes(`DNS:${request.commonName}`) ? { commonName: request.commonName } : {};
  const spec = leafSpec({ sans, ...granted, ...asGiven(options) }, request.keyType);
  const leaf = issueCertificate(spec, request.publicHalf, hierarchy.intermediate, new Date());
  return toMintedChain(leaf, wholeChain(hierarchy, leaf));
}

function asGiven({
  commonName,
  days = DEFAULT_LEAF_DAYS,
  daysGone = 0,
}: SignOptions): Partial<CertificateSpec> {
  if (!Number.isInteger(days) || days < 1 || days > MAX_LEAF_DAYS) {
    throw fail('PKI_DAYS_OUT_OF_RANGE', { days });
  }
  const { notBeforeMs, notAfterMs } = leafLife(days);
  const gone = daysGone * DAY;
  const life = { notBeforeMs: notBeforeMs - gone, notAfterMs: notAfterMs - gone };
  return { ...life, ...(commonName === undefined ? {} : { commonName }) };
}

function wholeChain({ root, intermediate }: Hierarchy, leaf: IssuedCertificate): ChainParts {
  return { issuers: [intermediate, root], served: [leaf, intermediate, root], trusted: root };
}
