import { readFile } from 'node:fs/promises';
import { fail } from './errors.ts';

/** Reads a text file that a person named. @throws MockError FILE_NOT_READABLE */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw fail('FILE_NOT_READABLE', { path: file, cause }, error);
  }
}
