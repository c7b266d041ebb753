import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Test } from 'tap';

export interface Outcome {
  code: number;
  /** stdout, then stderr. */
  output: string;
}

/** Runs a program to its end; one that fails is an outcome, not an exception. */
export function run(command: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 20_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: stdout + stderr });
    });
  });
}

/** A folder of its own for a test, gone when the test is. */
export async function temporaryFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-pki-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files into a folder of their own and gives their paths. */
export async function writeFiles<Name extends string>(
  t: Test,
  files: Record<Name, string | Uint8Array>,
): Promise<Record<Name, string>> {
  const folder = await temporaryFolder(t);
  const paths = { ...files } as unknown as Record<Name, string>;
  for (const name of Object.keys(files) as Name[]) {
    paths[name] = path.join(folder, name);
    await writeFile(paths[name], files[name]);
  }
  return paths;
}
