import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ExampleClient } from './list.ts';

/** Kept between runs, because installing takes longer than all that is done with it. */
const CACHE = path.join(os.tmpdir(), `azureml-fe-mock-clients-${process.getuid?.() ?? 'user'}`);

export type Prepared = { command: string[] } | { missing: string };

/** Makes a client ready to be run from the root of a checkout, or tells what is missing for that. */
export async function prepareClient(client: ExampleClient, root: string): Promise<Prepared> {
  const absent = client.needs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (absent.length > 0) return { missing: `${absent.join(', ')} is not installed` };
  await mkdir(CACHE, { recursive: true });
  const places = { python: path.join(CACHE, 'venv/bin/python'), build: path.join(CACHE, client.name) };
  if (client.command.includes('{python}') && !havePython(places.python, root)) {
    return { missing: 'the packages of examples/clients/python/requirements.txt cannot be installed' };
  }
  const fill = (words: readonly string[]): string[] =>
    words.map((word) => word.replace('{python}', places.python).replace('{build}', places.build));
  if (client.build !== undefined) {
    const [program = '', ...args] = fill(client.build);
    const built = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
    if (built.status !== 0) return { missing: `${program}: ${built.stderr.trim()}` };
  }
  return { command: fill(client.command) };
}

function havePython(python: string, root: string): boolean {
  const requirements = path.join(root, 'examples/clients/python/requirements.txt');
  if (!existsSync(python)) {
    const made = spawnSync('python3', ['-m', 'venv', path.dirname(path.dirname(python))]);
    if (made.status !== 0) return false;
  }
  const installed = spawnSync(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  return installed.status === 0;
}
