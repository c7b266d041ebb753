import path from 'node:path';
import { damaged, readPrivateFile, writePrivateFile } from './files.ts';
import { generateKeyPair, type KeyPair, type KeyType, readKeyPair } from './key-pair.ts';

export type { KeyPair, KeyType };

/**
 * Key pairs by type and slot, each generated once and then shared by every certificate that names it.
 *
 * Sharing is fine for a mock. A verifier judges names, dates, usages and signatures, and none of these depends on
 * whether a key has been seen before; nothing of worth is ever protected by one; and an RSA key costs more to
 * generate than sixty signatures. Where it matters that two keys differ (an impostor root, a key that is not the
 * certificate's), a recipe names another slot.
 */
export class KeyRing {
  readonly #folder: string | null;
  readonly #pairs = new Map<string, Promise<KeyPair>>();

  /** @param folder where generated keys are kept between runs; null keeps them in memory */
  constructor(folder: string | null = null) {
    this.#folder = folder;
  }

  /**
   * @param slot what the key is for: `root`, `intermediate`, `leaf`, `other`, …; lower-case letters, digits, hyphens
   * @throws MockError PKI_STATE_DAMAGED, PKI_STATE_UNREADABLE, NOT_WRITABLE where it is kept in a folder
   */
  pair(type: KeyType, slot: string): Promise<KeyPair> {
    const name = nameOf(type, slot);
    const known = this.#pairs.get(name);
    if (known !== undefined) return known;
    const pair = this.#loadOrGenerate(type, name);
    this.#pairs.set(name, pair);
    // A disk that was full a moment ago must not spoil the slot for ever.
    pair.catch(() => this.#pairs.delete(name));
    return pair;
  }

  /** Puts a pair that came from elsewhere into a slot. */
  adopt(slot: string, pair: KeyPair): void {
    this.#pairs.set(nameOf(pair.type, slot), Promise.resolve(pair));
  }

  async #loadOrGenerate(type: KeyType, name: string): Promise<KeyPair> {
    if (this.#folder === null) return generateKeyPair(type);
    const file = path.join(this.#folder, `${name}.pem`);
    const pem = await readPrivateFile(file);
    if (pem !== null) return readStored(file, pem, type);
    const pair = await generateKeyPair(type);
    // Of two processes that do this at once the last one's key stays. Each goes on with its own; no certificate is
    // kept that would have to fit.
    await writePrivateFile(file, pair.privatePem);
    return pair;
  }
}

function nameOf(type: KeyType, slot: string): string {
  if (!/^[a-z0-9-]+$/.test(slot)) throw new Error(`"${slot}" cannot be the slot of a key.`);
  return `${type}.${slot}`;
}

function readStored(file: string, pem: string, type: KeyType): KeyPair {
  try {
    return readKeyPair(pem, type);
  } catch (error) {
    throw damaged(file, 'it is not the private key that was written there', error);
  }
}
