import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { notWritable } from './not-writable.ts';

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
    throw notWritable(path.join(os.tmpdir(), prefix), error, 'the environment variable TMPDIR');
  }
}
