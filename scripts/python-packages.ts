import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** ms; azure-cli alone is 700 MB on disk. */
const INSTALL_TIMEOUT_MS = 400_000;

/**
 * Installs Python packages into a virtual environment in the folder for temporary files, where the next run finds it.
 *
 * @param packages each with its version, as pip takes it: `requests==2.34.2`
 * @returns path of the environment's Python
 * @throws Error when there is no Python or a package cannot be installed
 */
export async function installPythonPackages(packages: readonly string[]): Promise<string> {
  const uid = process.getuid?.();
  const cache = join(tmpdir(), `azureml-fe-mock-${uid}`);
  await mkdir(cache, { recursive: true, mode: 0o700 });
  if ((await stat(cache)).uid !== uid) throw new Error(`The folder ${cache} belongs to another user.`);
  const python = (folder: string): string => join(folder, 'bin', 'python');
  const installed = join(cache, packages.join('+'));
  if (await exists(python(installed))) return python(installed);

  // Made under another name and then renamed, so that what is found under this name was installed to the end.
  const making = await mkdtemp(join(cache, 'making-'));
  try {
    await run('python3', ['-m', 'venv', making], { timeout: 60_000 });
    const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
    await run(python(making), ['-m', 'pip', 'install', ...quiet, ...packages], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    await rename(making, installed);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Another test may have been quicker, and a folder cannot be renamed onto one that has something in it.
    if (!(await exists(python(installed)))) throw error;
  }
  return python(installed);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
