import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fail } from './errors.ts';

/**
 * Makes a new folder where the system keeps temporary ones.
 *
 * @param prefix that its name begins with
 * @throws MockError NOT_WRITABLE where TMPDIR is no folder, or none to write in
 */
export async function makeTemporaryFolder(prefix: string): Promise<string> {
  try {
    return await mkdtemp(path.join(os.tmpdir(), prefix));
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw fail(
      'NOT_WRITABLE',
      { path: os.tmpdir(), cause, option: 'the environment variable TMPDIR' },
      error,
    );
  }
}
