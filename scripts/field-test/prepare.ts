import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { fillTemplate } from '../../common/texts.ts';
import { installPythonPackages } from '../python-packages.ts';
import type { FieldClient } from './example-clients.ts';

const root = path.resolve(import.meta.dirname, '../..');
const REQUIREMENTS = 'examples/clients/python/requirements.txt';
const run = promisify(execFile);

/** The words by which a client is run from any folder, or what is missing for that. */
export type Prepared = { command: string[] } | { missing: string };

/**
 * Makes a client ready to run.
 *
 * @param folder for what is built of it; it must exist
 */
export async function prepareClient(client: FieldClient, folder: string): Promise<Prepared> {
  const absent = client.needs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (absent.length > 0) return { missing: `${absent.join(', ')} is not installed` };
  try {
    const values: Record<string, string> = {
      node: process.execPath,
      build: path.join(folder, client.name),
      python: client.command.includes('{python}') ? await pythonWithPackages() : '',
      interpreter: client.command.includes('{interpreter}') ? await interpreterOf(client) : '',
    };
    const fill = (words: readonly string[]): string[] =>
      words.map((word) => inRepository(fillTemplate(word, values)));
    const [program, ...args] = fill(client.build ?? []);
    if (program !== undefined) await run(program, args);
    return { command: fill(client.command) };
  } catch (error) {
    return { missing: (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '' };
  }
}

/** A client that is ready, with its version. */
export interface ReadyClient {
  client: FieldClient;
  command: string[];
}

/** Prepares clients, and lists the titles of those that cannot run here with the reason. */
export async function prepareAll(
  clients: readonly FieldClient[],
  folder: string,
): Promise<{ ready: ReadyClient[]; absent: string[] }> {
  const ready: ReadyClient[] = [];
  const absent: string[] = [];
  for (const client of clients) {
    const prepared = await prepareClient(client, folder);
    if ('missing' in prepared) absent.push(`${client.title} (${prepared.missing})`);
    else ready.push({ client, command: prepared.command });
  }
  return { ready, absent };
}

/** A command is run from the folder of its caller. */
const inRepository = (word: string): string =>
  /^(examples|scripts)\//.test(word) ? path.join(root, word) : word;

async function pythonWithPackages(): Promise<string> {
  const lines = (await readFile(path.join(root, REQUIREMENTS), 'utf8')).split('\n');
  return installPythonPackages(lines.filter((line) => line !== ''));
}

/** Asks a Python where it is: the program on the path may be a script that looks it up each time. */
async function interpreterOf({ needs: [program = ''] }: FieldClient): Promise<string> {
  return (await run(program, ['-c', 'import sys; print(sys.executable)'])).stdout.trim();
}
