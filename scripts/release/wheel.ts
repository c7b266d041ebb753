import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PIP = ['-m', 'pip', '--quiet', '--disable-pip-version-check'];

/** ms; the first run fetches Node, 61 MB. */
const PATIENCE = 300_000;

/** A virtual environment. */
export interface PythonEnvironment {
  /** Path of its Python. */
  python: string;
  /** Path of one of its commands. */
  command(name: string): string;
}

/**
 * Builds the wheel of `python/`, which packs the npm package on the way.
 *
 * @param folder where the wheel goes
 * @returns its path
 * @throws Error with the output of pip
 */
export async function buildWheel(checkout: string, folder: string): Promise<string> {
  const source = path.join(checkout, 'python');
  await run('python3', [...PIP, 'wheel', '--no-deps', '--wheel-dir', folder, source], { timeout: PATIENCE });
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`pip wheel left no wheel in ${folder}.`);
  return path.join(folder, wheel);
}

/**
 * Makes an empty virtual environment and installs packages into it. Nothing is compiled.
 *
 * @param folder where it is made
 * @param python the interpreter
 * @throws Error with the output of pip
 */
export async function installInto(
  folder: string,
  python: string,
  packages: readonly string[],
): Promise<PythonEnvironment> {
  await run(python, ['-m', 'venv', folder], { timeout: PATIENCE });
  const command = (name: string): string => path.join(folder, 'bin', name);
  const environment = { python: command('python'), command };
  const install = [...PIP, 'install', '--only-binary', ':all:', ...packages];
  await run(environment.python, install, { timeout: PATIENCE });
  return environment;
}

/**
 * Checks a wheel as its first user would: its metadata with twine, and the command from an empty virtual environment,
 * with no Node on the PATH.
 *
 * @returns the output of twine, and the version that the command prints
 * @throws Error with the output of the program that failed
 */
export async function checkWheel(wheel: string): Promise<{ twine: string; version: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azureml-fe-mock-wheel-'));
  try {
    const tools = await installInto(path.join(folder, 'tools'), 'python3', ['twine==7.0.0']);
    const twine = await run(tools.command('twine'), ['--no-color', 'check', '--strict', wheel]);
    const empty = await installInto(path.join(folder, 'empty'), 'python3', [wheel]);
    const env = { PATH: path.join(folder, 'no-programs'), HOME: folder };
    const printed = await run(empty.command('azureml-fe-mock'), ['--version'], { env });
    return { twine: twine.stdout.trim(), version: printed.stdout.trim() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
