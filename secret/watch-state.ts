import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { MockError } from '../common/errors.ts';
import { readBounded } from './read-file.ts';
import { MAX_MANIFEST_BYTES } from './secrets-dir.ts';

/** Cheap to take and different after every write: which files stand there, how large, since when. */
export async function readStamp(files: readonly string[]): Promise<string> {
  const stamps = await Promise.all(files.map(stampOf));
  return stamps.join(' ');
}

async function stampOf(file: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}

/** The same for the same bytes, so that a touch differs from a rewrite with other content. */
export async function readDigest(files: readonly string[]): Promise<string> {
  const digests: string[] = [];
  for (const file of files) digests.push(await digestOf(file));
  return digests.join(' ');
}

async function digestOf(file: string): Promise<string> {
  try {
    const bytes = await readBounded(file, MAX_MANIFEST_BYTES);
    return bytes === null ? 'missing' : createHash('sha256').update(bytes).digest('hex');
  } catch (error) {
    // A file that is too large or unreadable is a state like any other.
    return error instanceof MockError ? error.reason : 'unknown';
  }
}
