import { type CaCertificate, issueRoot, issueTo } from './certificate.ts';
import { DAY, intermediateSpec, leafSpec, rootSpec, TEST_ONLY } from './defaults.ts';
import type { Hierarchy } from './hierarchy.ts';
import { type Minted, toMinted } from './minted.ts';
import { commonNameIn } from './names.ts';
import type { CertificateRecipe, CertificateSpec, ChainRole, IssuedLeaf, RootRecipe } from './recipe.ts';
import { issueSelfSigned } from './self-signed.ts';

export type { Minted };

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
    const served = choose(recipe.serve ?? ['leaf'], new Map([['leaf', leaf]]));
    return toMinted(leaf, { issuers: [], served, trusted: wanted.trusted === true ? leaf : authority.root });
  }
  const root = await rootOf(authority, recipe.root, now);
  const intermediates = await intermediatesOf(authority, recipe, root, now);
  const leaf = await issueLeaf(authority, wanted, intermediates.at(-1) ?? root, now);
  const byRole = new Map<ChainRole, CaCertificate>([
    ['leaf', leaf],
    ...intermediates.map((one, index): [ChainRole, CaCertificate] => [roleOf(index), one]).toReversed(),
    ['root', root],
  ]);
  const roles = recipe.serve ?? [...byRole.keys()];
  if (roles.includes('other-intermediate')) {
    byRole.set('other-intermediate', await otherIntermediate(authority, root, now));
  }
  if (roles.includes('expired-cross-sign')) {
    byRole.set('expired-cross-sign', await expiredCrossSign(authority, root, now));
  }
  return toMinted(leaf, {
    issuers: [...intermediates.toReversed(), root],
    served: choose(roles, byRole),
    trusted: isTrusted(recipe.root) ? root : authority.root,
  });
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

async function expiredCrossSign(
  authority: Hierarchy,
  root: CaCertificate,
  now: Date,
): Promise<CaCertificate> {
  const until = { notAfterMs: -DAY };
  const wanted = { commonName: `${TEST_ONLY} older root`, keySlot: 'unknown-root', ...until };
  const older = rootSpec(wanted, authority.keyType);
  const spec = rootSpec({ commonName: commonNameIn(root.subject), ...until }, authority.keyType);
  return issueTo(root.pair, spec, issueRoot(older, await pairOf(authority, older), now), now);
}

function pairOf({ keys }: Hierarchy, { key, keySlot }: CertificateSpec) {
  return keys.pair(key, keySlot);
}

function roleOf(index: number): ChainRole {
  return index === 0 ? 'intermediate' : `intermediate-${index + 1}`;
}

function choose(roles: ChainRole[], byRole: Map<ChainRole, CaCertificate>): CaCertificate[] {
  return roles.map((role) => {
    const certificate = byRole.get(role);
    if (certificate === undefined) throw new Error(`The recipe serves "${role}", but its chain has none.`);
    return certificate;
  });
}
