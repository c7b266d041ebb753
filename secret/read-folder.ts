import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { nameEntries, usesTlsNames } from './entry-names.ts';
import { fail } from './errors.ts';
import type { RawSecret } from './raw-secret.ts';
import { explainReadError, isMissing, readBounded } from './read-file.ts';

/** kubelet replaces the state at most once a sync period; this many swaps within one read are a mistake. */
const ATTEMPTS = 5;

/**
 * Reads a folder with `cert.pem` and `key.pem`: a plain one, or a Secret as kubelet mounts it. There the entries are
 * links through `..data` to a folder named after the time at which it was written, and a new state comes into force
 * by one rename over `..data`. Both files are taken from the same state.
 *
 * @throws MockError E40007 where the folder or one of the two is missing or cannot be read
 */
export async function readFolder(folder: string): Promise<RawSecret> {
  await requireFolder(folder);
  for (let attempt = 1; ; attempt += 1) {
    const state = await currentState(folder);
    const cert = await readBounded(join(state, 'cert.pem'));
    const key = await readBounded(join(state, 'key.pem'));
    if (cert !== null && key !== null) {
      return {
        cert,
        key,
        origin: folder,
        certPlace: join(folder, 'cert.pem'),
        keyPlace: join(folder, 'key.pem'),
      };
    }
    // kubelet removes the old state as soon as the new one is in force, also from under a reader.
    const wasSwapped = state !== (await currentState(folder));
    if (!wasSwapped || attempt === ATTEMPTS)
      throw await explainMissing(folder, state, cert === null ? 'cert.pem' : 'key.pem');
  }
}

/** The folder in which the files of this moment really are. */
async function currentState(folder: string): Promise<string> {
  try {
    return await realpath(join(folder, '..data'));
  } catch (error) {
    if (isMissing(error)) return folder;
    throw explainReadError(error, folder);
  }
}

async function requireFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) throw fail('SECRET_FOLDER_IS_FILE', { path: folder });
  } catch (error) {
    if (isMissing(error)) throw fail('SECRET_FOLDER_NOT_FOUND', { path: folder });
    throw explainReadError(error, folder);
  }
}

async function explainMissing(folder: string, state: string, entry: string): Promise<unknown> {
  const name = basename(resolve(folder));
  try {
    const names = await readdir(state);
    return usesTlsNames(names)
      ? fail('SECRET_TLS_NAMES', { origin: folder, name })
      : fail('SECRET_ENTRY_MISSING', { origin: folder, entry, found: nameEntries(names), name });
  } catch (error) {
    return isMissing(error)
      ? fail('SECRET_ENTRY_MISSING', { origin: folder, entry, found: nameEntries([]), name })
      : explainReadError(error, folder);
  }
}
