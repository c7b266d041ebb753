import { type CaCertificate, issueRoot, issueTo } from './certificate.ts';
import { intermediateSpec, rootSpec } from './defaults.ts';
import type { KeyRing, KeyType } from './keys.ts';

/** A root, the intermediate below it, and the keys from which leaves are made. */
export interface Hierarchy {
  readonly keyType: KeyType;
  readonly keys: KeyRing;
  readonly root: CaCertificate;
  readonly intermediate: CaCertificate;
}

/** Makes a root and an intermediate, from the keys in the slots `root` and `intermediate`. */
export async function mintHierarchy(keys: KeyRing, keyType: KeyType, now: Date): Promise<Hierarchy> {
  const [rootPair, intermediatePair] = await Promise.all([
    keys.pair(keyType, 'root'),
    keys.pair(keyType, 'intermediate'),
  ]);
  const root = issueRoot(rootSpec({}, keyType), rootPair, now);
  const intermediate = issueTo(intermediatePair, intermediateSpec({}, keyType), root, now);
  return { keyType, keys, root, intermediate };
}
