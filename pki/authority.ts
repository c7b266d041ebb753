import { fail } from '../common/errors.ts';
import { type Logger, silentLogger } from '../common/logger.ts';
import { fingerprintOf, issueCertificate, issueTo } from './certificate.ts';
import { DAY, DEFAULT_LEAF_DAYS, HOUR, leafSpec, MAX_LEAF_DAYS } from './defaults.ts';
import { type Hierarchy, mintHierarchy } from './hierarchy.ts';
import { generateKeyPair } from './key-pair.ts';
import { KeyRing, type KeyType } from './keys.ts';
import { type Minted, toMinted } from './mint.ts';
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

export interface IssueOptions {
  /** FQDNs and IP addresses. */
  names: string[];
  /** Default: the authority's own. */
  keyType?: KeyType;
  /** 1 to 397; default 90. */
  days?: number;
  /** Default: the first name, where it has no more than 64 characters. Null leaves it out. */
  commonName?: string | null;
}

/** What comes back for a signing request: everything but the key, which never left its owner. */
export type SignedRequest = Omit<Minted, 'keyPem'>;

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
   * Signs a PKCS#10 request, PEM. Names that are given replace those in the request.
   *
   * @throws MockError PKI_REQUEST_… for the request, and as `issueLeaf`
   */
  signRequest(csrPem: string, options?: Partial<Omit<IssueOptions, 'keyType'>>): SignedRequest;
}

/**
 * Opens the authority of a state folder, or makes one. One that could no longer issue a leaf of the longest life is
 * replaced by a new one, which the log tells.
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
    signRequest: (csrPem, options) => signRequest(hierarchy, csrPem, options ?? {}),
  };
}

async function issueLeaf(hierarchy: Hierarchy, options: IssueOptions): Promise<Minted> {
  const { root, intermediate } = hierarchy;
  const sans = toSans(options.names);
  const spec = leafSpec(
    { sans, ...commonNameIn(options), ...lifeOf(options) },
    options.keyType ?? hierarchy.keyType,
  );
  const leaf = issueTo(await generateKeyPair(spec.key), spec, intermediate, new Date());
  const served = [leaf, intermediate, root].map(({ pem }) => pem);
  return toMinted(leaf, { issuers: [intermediate, root], served, trustedPem: root.pem });
}

function signRequest(
  { root, intermediate }: Hierarchy,
  csrPem: string,
  options: Partial<Omit<IssueOptions, 'keyType'>>,
): SignedRequest {
  const request = readSigningRequest(csrPem);
  const sans = options.names === undefined ? request.sans : toSans(options.names);
  if (sans.length === 0) throw fail('PKI_REQUEST_NO_NAMES', {});
  const asked = sans.includes(`DNS:${request.commonName}`) ? { commonName: request.commonName } : {};
  const spec = leafSpec(
    { sans, ...asked, ...commonNameIn(options), ...lifeOf(options) },
    request.keyType === 'ec' ? 'ec-p256' : 'rsa-2048',
  );
  const leaf = issueCertificate(spec, request.publicHalf, intermediate, new Date());
  const chainPem = [leaf, intermediate, root].map(({ pem }) => pem);
  return {
    certPem: chainPem.join(''),
    trustedPem: root.pem,
    leafPem: leaf.pem,
    chainPem,
    fingerprint: fingerprintOf(leaf.der),
    serialNumber: leaf.serialNumber,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  };
}

function commonNameIn({ commonName }: { commonName?: string | null }): { commonName?: string | null } {
  return commonName === undefined ? {} : { commonName };
}

function lifeOf({ days = DEFAULT_LEAF_DAYS }: { days?: number }): {
  notBeforeMs: number;
  notAfterMs: number;
} {
  if (!Number.isInteger(days) || days < 1 || days > MAX_LEAF_DAYS)
    throw fail('PKI_DAYS_OUT_OF_RANGE', { days });
  return { notBeforeMs: -HOUR, notAfterMs: days * DAY - HOUR };
}
