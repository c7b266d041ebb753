import { type CaCertificate, fingerprintOf, issueRoot, issueTo } from './certificate.ts';
import { intermediateSpec, leafSpec, rootSpec, TEST_ONLY } from './defaults.ts';
import type { Hierarchy } from './hierarchy.ts';
import { commonNameIn } from './names.ts';
import type { CertificateRecipe, CertificateSpec, ChainRole, IssuedLeaf, RootRecipe } from './recipe.ts';
import { issueSelfSigned } from './self-signed.ts';

/** A leaf with all that a server and its clients need of it. Every PEM text ends with a newline. */
export interface Minted {
  /** What stands in `cert.pem`: the chain as served. */
  certPem: string;
  /** PKCS#8, without passphrase. */
  keyPem: string;
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

/**
 * Mints the chain of a recipe: right in all that the recipe does not say.
 *
 * @param now what the recipe's times count from
 * @throws Error where a recipe contradicts itself, such as serving an intermediate that it does not have
 */
export async function mint(
  authority: Hierarchy,
  recipe: CertificateRecipe = {},
  now = new Date(),
): Promise<Minted> {
  const { leaf: wanted = {} } = recipe;
  if (wanted.selfSigned === true) {
    const leaf = await issueSelfSigned(authority, wanted, now);
    const served = choose(recipe.serve ?? ['leaf'], new Map([['leaf', leaf.pem]]));
    return toMinted(leaf, { issuers: [], served, trustedPem: authority.root.pem });
  }
  const root = await rootOf(authority, recipe.root, now);
  const intermediates = await intermediatesOf(authority, recipe, root, now);
  const leaf = await issueLeaf(authority, wanted, intermediates.at(-1) ?? root, now);
  const issuers = [...intermediates.toReversed(), root];
  const trustedPem = isTrusted(recipe.root) ? root.pem : authority.root.pem;
  if (recipe.serve === undefined) {
    return toMinted(leaf, { issuers, served: [leaf, ...issuers].map(({ pem }) => pem), trustedPem });
  }
  const byRole = new Map<ChainRole, string>([
    ['leaf', leaf.pem],
    ['root', root.pem],
    ...intermediates.map(({ pem }, index): [ChainRole, string] => [roleOf(index), pem]),
  ]);
  if (recipe.serve.includes('other-intermediate')) {
    byRole.set('other-intermediate', (await otherIntermediate(authority, root, now)).pem);
  }
  return toMinted(leaf, { issuers, served: choose(recipe.serve, byRole), trustedPem });
}

/** Puts together what is known of a leaf. */
export function toMinted(
  leaf: CaCertificate,
  chain: { issuers: CaCertificate[]; served: string[]; trustedPem: string },
): Minted {
  return {
    certPem: chain.served.join(''),
    keyPem: leaf.pair.privatePem,
    trustedPem: chain.trustedPem,
    leafPem: leaf.pem,
    chainPem: [leaf.pem, ...chain.issuers.map(({ pem }) => pem)],
    fingerprint: fingerprintOf(leaf.der),
    serialNumber: leaf.serialNumber,
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
  };
}

/** An impostor that bears a trusted name is not itself trusted, unless the recipe insists. */
function isTrusted(root: RootRecipe | undefined): boolean {
  return root?.trusted ?? root?.sameName !== true;
}

async function rootOf(
  authority: Hierarchy,
  recipe: RootRecipe | undefined,
  now: Date,
): Promise<CaCertificate> {
  if (recipe === undefined) return authority.root;
  const { trusted: _, sameName = false, ...wanted } = recipe;
  // Never the authority's own key: a client that knows the authority's root must not find a way to it from here.
  const slot = isTrusted(recipe) ? 'other-root' : 'unknown-root';
  const spec = rootSpec(
    {
      commonName: sameName ? commonNameIn(authority.root.subject) : `${TEST_ONLY} ${slot.replace('-', ' ')}`,
      keySlot: slot,
      ...wanted,
    },
    authority.keyType,
  );
  return issueRoot(spec, await pairOf(authority, spec), now);
}

async function intermediatesOf(
  authority: Hierarchy,
  recipe: CertificateRecipe,
  root: CaCertificate,
  now: Date,
): Promise<CaCertificate[]> {
  if (recipe.intermediates === undefined && recipe.root === undefined) return [authority.intermediate];
  const wanted = recipe.intermediates ?? [{}];
  const issued: CaCertificate[] = [];
  for (const [index, one] of wanted.entries()) {
    const spec = intermediateSpec(one, authority.keyType, index + 1, wanted.length - index - 1);
    issued.push(issueTo(await pairOf(authority, spec), spec, issued.at(-1) ?? root, now));
  }
  return issued;
}

async function issueLeaf(
  authority: Hierarchy,
  { selfSigned: _, ...wanted }: IssuedLeaf,
  issuer: CaCertificate,
  now: Date,
): Promise<CaCertificate> {
  const spec = leafSpec(wanted, authority.keyType);
  return issueTo(await pairOf(authority, spec), spec, issuer, now);
}

async function otherIntermediate(
  authority: Hierarchy,
  root: CaCertificate,
  now: Date,
): Promise<CaCertificate> {
  const wanted = { commonName: `${TEST_ONLY} other intermediate`, keySlot: 'other-intermediate' };
  const spec = intermediateSpec(wanted, authority.keyType);
  return issueTo(await pairOf(authority, spec), spec, root, now);
}

function pairOf({ keys }: Hierarchy, { key, keySlot }: CertificateSpec) {
  return keys.pair(key, keySlot);
}

function roleOf(index: number): ChainRole {
  return index === 0 ? 'intermediate' : 'intermediate-2';
}

function choose(roles: ChainRole[], byRole: Map<ChainRole, string>): string[] {
  return roles.map((role) => {
    const pem = byRole.get(role);
    if (pem === undefined) throw new Error(`The recipe serves "${role}", but its chain has none.`);
    return pem;
  });
}
