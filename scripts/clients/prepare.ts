import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compile } from '../ground-truth/client.ts';
import { installPythonPackages } from '../python-packages.ts';
import type { ExampleClient } from './list.ts';

const root = path.resolve(import.meta.dirname, '../..');
const REQUIREMENTS = 'examples/clients/python/requirements.txt';

/** The words by which a client is run from the root of this checkout, or what is missing for that. */
export type Prepared = { command: string[] } | { missing: string };

/**
 * Makes a client ready to be run.
 *
 * @param folder for what is built of it; it has to be there
 */
export async function prepareClient(client: ExampleClient, folder: string): Promise<Prepared> {
  const absent = client.needs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (absent.length > 0) return { missing: `${absent.join(', ')} is not installed` };
  try {
    const python = client.command.includes('{python}') ? await pythonWithPackages() : '';
    const build = path.join(folder, client.name);
    const fill = (words: readonly string[]): string[] =>
      words.map((word) =>
        word.replace('{node}', process.execPath).replace('{python}', python).replace('{build}', build),
      );
    if (client.build !== undefined) {
      const [program = '', ...args] = fill(client.build);
      await compile(program, args.map(inRepository));
    }
    return { command: fill(client.command).map(inRepository) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** A command is run wherever its caller is. */
const inRepository = (word: string): string => (word.startsWith('examples/') ? path.join(root, word) : word);

async function pythonWithPackages(): Promise<string> {
  const lines = (await readFile(path.join(root, REQUIREMENTS), 'utf8')).split('\n');
  return installPythonPackages(lines.filter((line) => line !== ''));
}
