import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { notWritable } from '../common/not-writable.ts';
import { writeAtomically } from '../common/write-atomically.ts';
import { newEndpointKey } from '../gateway/routing/authorization.ts';

/** The state folder where no other is named. */
export const DEFAULT_STATE = '.azureml-fe-mock';

/**
 * Makes the state folder, for its owner alone, with a `.gitignore` that keeps its keys out of a repository. A folder that
 * is a person's own gets no such file.
 *
 * @throws MockError NOT_WRITABLE
 */
export async function makeStateFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw notWritable(folder, error, '--state');
  });
  if (made === undefined && path.basename(path.resolve(folder)) !== DEFAULT_STATE) return;
  // A folder that can only be read serves as well, as long as all is there.
  await createFile(path.join(folder, '.gitignore'), '*\n', 0o644).catch(() => undefined);
}

/**
 * The bearer key that belongs to a state folder, so that a line that was pasted once works after the next start as well.
 *
 * @param renew puts a new key into its place
 * @throws MockError NOT_WRITABLE
 */
export async function keyOf(folder: string, renew = false): Promise<string> {
  const file = path.join(folder, 'key');
  const kept = renew ? '' : await readKey(file);
  if (kept !== '') return kept;
  const key = newEndpointKey();
  try {
    if (renew) await writeAtomically(file, `${key}\n`, 0o600);
    else await createFile(file, `${key}\n`, 0o600);
  } catch (error) {
    // In a folder that can only be read the key lives as long as the process.
    if (!renew && ['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return key;
    throw notWritable(file, error, '--state');
  }
  // The first one of several processes wins. An empty file, left by a full disk, is replaced.
  return (await readKey(file)) || keyOf(folder, true);
}

/** Empty where there is none. */
async function readKey(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}

/** Of several processes that do this at once the first one's text stays, and no reader finds half of it. */
async function createFile(file: string, text: string, mode: number): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await writeFile(aside, text, { mode, flag: 'wx' });
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
