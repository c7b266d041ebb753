import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { notWritable } from '../common/not-writable.ts';
import { writeAtomically } from '../common/write-atomically.ts';

/**
 * Writes the ready file in one step, so that a waiting process never reads half of it. It holds the bearer key and
 * is for its owner alone.
 */
export async function writeReadyFile(file: string, json: string): Promise<void> {
  const target = path.resolve(file);
  try {
    await writeAtomically(target, `${json}\n`, 0o600);
  } catch (error) {
    throw notWritable(file, error, '--ready-file');
  }
}

/** Removes a ready file. @param json only where it still holds this, and not what another run wrote meanwhile */
export async function removeReadyFile(file: string, json?: string): Promise<void> {
  const text = json === undefined ? null : await readFile(file, 'utf8').catch(() => '');
  if (text === null || text.trim() === json) await rm(file, { force: true }).catch(() => undefined);
}
