import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { MockError } from '../common/errors.ts';
import { fail } from './errors.ts';
import type { RawSecret } from './raw-secret.ts';

/** What all data of a Kubernetes Secret may come to: 1 MiB. */
export const MAX_SECRET_BYTES = 1024 * 1024;

/**
 * Reads a plain file.
 *
 * @param limit in bytes; a larger file is refused and not read
 * @returns null where there is no such file
 * @throws MockError E40007 where it is a folder, no plain file, too large or not readable
 */
export async function readBounded(path: string, limit = MAX_SECRET_BYTES): Promise<Buffer | null> {
  let file: FileHandle | null = null;
  try {
    // Without O_NONBLOCK the opening of a FIFO waits for a writer who may never come.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (stats.isDirectory()) throw fail('SECRET_FILE_IS_FOLDER', { path });
    if (!stats.isFile()) throw fail('SECRET_UNREADABLE', { path, cause: 'not a plain file' });
    if (stats.size > limit) throw fail('SECRET_TOO_LARGE', { place: path, limit });
    // Files under /proc have no size before they are read.
    const { bytesRead, buffer } = await file.read(Buffer.alloc(limit + 1), 0, limit + 1, 0);
    if (bytesRead > limit) throw fail('SECRET_TOO_LARGE', { place: path, limit });
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (isMissing(error)) return null;
    throw explainReadError(error, path);
  } finally {
    await file?.close();
  }
}

/** Is this the error of a path at which nothing stands? ENOTDIR is that too: a part of the path is a file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** Turns what the file system fails with into the sentence and remedy for the person; leaves other errors alone. */
export function explainReadError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'EISDIR') return fail('SECRET_FILE_IS_FOLDER', { path }, error);
  return code === null ? error : fail('SECRET_UNREADABLE', { path, cause: code }, error);
}

function codeOf(error: unknown): string | null {
  const isSystemError = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystemError && typeof error.code === 'string' ? error.code : null;
}

/**
 * Reads `sslCertPemFile` and `sslKeyPemFile`.
 *
 * @throws MockError E40007 where one of them is missing or cannot be read
 */
export async function readFilePair(certFile: string, keyFile: string): Promise<RawSecret> {
  const cert = (await readBounded(certFile)) ?? missing(certFile);
  const key = (await readBounded(keyFile)) ?? missing(keyFile);
  return { cert, key, origin: `${certFile} with ${keyFile}`, certPlace: certFile, keyPlace: keyFile };
}

function missing(path: string): never {
  throw fail('SECRET_FILE_NOT_FOUND', { path }) satisfies MockError;
}
