import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NodeNamespace } from './namespace.ts';
import type { ProcessIdentity } from './processes.ts';
import type { ProgramName } from './programs.ts';

/** What a running cluster is made of, for the commands that come after `up`. */
export interface State {
  holder: ProcessIdentity;
  init: ProcessIdentity;
  /** The relay outside of the namespaces. */
  relay: ProcessIdentity | null;
  /** `nsenter`, whose child each program is. */
  programs: Partial<Record<ProgramName, ProcessIdentity>>;
}

const file = (run: string): string => path.join(run, 'state.json');

/** Null where there is no cluster, or none that got as far as its namespaces. */
export async function readState(run: string): Promise<State | null> {
  try {
    return JSON.parse(await readFile(file(run), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeState(run: string, state: State): Promise<void> {
  await writeFile(`${file(run)}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  await rename(`${file(run)}.new`, file(run));
}

export const namespaceOf = ({ holder, init }: State): NodeNamespace => new NodeNamespace(holder, init);
