import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MockError } from '../common/errors.ts';
import { notWritable } from '../common/not-writable.ts';
import { writeAtomically } from '../common/write-atomically.ts';
import { fail } from './errors.ts';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Makes a folder that only its owner can enter (0700). One that exists keeps the mode its owner chose. */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  } catch (error) {
    throw notWritable(folder, error, '--state');
  }
}

/**
 * Reads a file with a private key; null where there is none. A mode that lets others read it is mended.
 *
 * @throws MockError PKI_STATE_UNREADABLE
 */
export async function readPrivateFile(file: string): Promise<string | null> {
  const text = await readTextFile(file);
  if (text !== null && ((await stat(file)).mode & 0o077) !== 0)
    await chmod(file, 0o600).catch(() => undefined);
  return text;
}

/** Reads a text file; null where there is none. */
export async function readTextFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fail('PKI_STATE_UNREADABLE', { path: file, cause: codeOf(error), option: '--state' }, error);
  }
}

/** Writes in one step, mode 0600: a reader finds the whole file or none. */
export function writePrivateFile(file: string, text: string): Promise<void> {
  return writeWhole(file, text, 0o600);
}

/** Writes in one step a file that anybody may read. */
export function writePublicFile(file: string, text: string): Promise<void> {
  return writeWhole(file, text, 0o644);
}

async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  try {
    await writeAtomically(file, text, mode);
  } catch (error) {
    throw notWritable(file, error, '--state');
  }
}

/**
 * Brings a folder of private files into being in one step. Of several processes that try, one succeeds.
 *
 * @returns whether it was this one
 */
export async function createFolderWhole(folder: string, files: Record<string, string>): Promise<boolean> {
  const aside = temporaryName(folder);
  try {
    await mkdir(aside, { mode: 0o700 });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(aside, name), text, { mode: 0o600, flag: 'wx' });
    }
    await rename(aside, folder);
    return true;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // A folder with something in it cannot be renamed over; Windows says EPERM where POSIX has the other two.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error)) && (await exists(folder))) return false;
    throw notWritable(folder, error, '--state');
  }
}

/** The error for a file of the state folder whose content is not what was written there. */
export function damaged(file: string, problem: string, cause?: unknown): MockError {
  return fail('PKI_STATE_DAMAGED', { path: file, problem, dir: path.dirname(file) }, cause);
}

function temporaryName(target: string): string {
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`;
  return path.join(path.dirname(target), `.${path.basename(target)}.${unique}`);
}

function exists(target: string): Promise<boolean> {
  return stat(target).then(
    () => true,
    () => false,
  );
}
