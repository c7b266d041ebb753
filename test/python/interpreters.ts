import { glob } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { run } from '../support/tools.ts';

/** The oldest Python that the package is for, and the newest that it is tried with. */
const [OLDEST, NEWEST] = ['3.9', '3.13'];

/** "Python 3.9.18". */
export async function describeInterpreter(python: string): Promise<string> {
  const { stdout } = await run(python, ['--version']);
  return stdout.trim();
}

/**
 * The interpreters that the plugin is tested on: the oldest and the newest where this machine has them, on the PATH or
 * from pyenv, and otherwise `python3`.
 */
export async function findInterpreters(): Promise<string[]> {
  const found: string[] = [];
  for (const version of [OLDEST, NEWEST]) {
    const candidates = [`python${version}`, ...(await fromPyenv(version))];
    for (const candidate of candidates) {
      if (!(await isVersion(candidate, version))) continue;
      found.push(candidate);
      break;
    }
  }
  return found.length > 0 ? found : ['python3'];
}

async function fromPyenv(version = ''): Promise<string[]> {
  const root = process.env.PYENV_ROOT ?? path.join(os.homedir(), '.pyenv');
  const found: string[] = [];
  for await (const python of glob(path.join(root, `versions/${version}.*/bin/python3`))) found.push(python);
  return found;
}

/** pyenv has a shim for every version, and it fails for the versions that are not chosen. */
async function isVersion(python: string, version = ''): Promise<boolean> {
  try {
    const { code, stdout } = await run(python, ['--version']);
    return code === 0 && stdout.startsWith(`Python ${version}.`);
  } catch {
    return false;
  }
}

/**
 * Builds what needs the package registry.
 *
 * @returns the wheel, or the words by which tests are skipped where there is no registry
 * @throws Error where AZUREML_FE_MOCK_REQUIRE_TOOLS says that there must be one, and for any other failure
 */
export async function skipWithoutRegistry(
  build: () => Promise<string>,
): Promise<{ wheel: string; skip: string | false }> {
  try {
    return { wheel: await build(), skip: false };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const unreachable = /NewConnectionError|Could not find a version|ENOENT|No module named pip/.test(words);
    if (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1' || !unreachable) throw error;
    return { wheel: '', skip: 'python3, pip or the package registry is missing' };
  }
}
