import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SERVER_VERSION } from '../../model/routes.ts';

const run = promisify(execFile);

const PACKAGE = `azureml-inference-server-http==${SERVER_VERSION.replace('azmlinfsrv/', '')}`;

/** Runs the package as its own command does, but on the loopback address alone: its option line has none for that. */
const START = `
import azureml_inference_server_http.amlserver as server
server.DEFAULT_HOST = "127.0.0.1"
server.run()
`;

/**
 * Installs the real `azureml-inference-server-http`, of the release that the embedded server follows, into a virtual
 * environment in the folder for temporary files, where the next run finds it.
 *
 * @returns path of its Python
 * @throws Error when there is no Python or the package cannot be had
 */
export async function installInferenceServer(): Promise<string> {
  const uid = process.getuid?.();
  const cache = join(tmpdir(), `azureml-fe-mock-${uid}`);
  await mkdir(cache, { recursive: true, mode: 0o700 });
  if ((await stat(cache)).uid !== uid) throw new Error(`The folder ${cache} belongs to somebody else.`);
  const python = (folder: string): string => join(folder, 'bin', 'python');
  const installed = join(cache, PACKAGE);
  if (await exists(python(installed))) return python(installed);

  // Made under another name and then renamed, so that what is found under this name was installed to the end.
  const making = await mkdtemp(join(cache, 'making-'));
  try {
    await run('python3', ['-m', 'venv', making], { timeout: 60_000 });
    const quiet = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '15'];
    await run(python(making), ['-m', 'pip', 'install', ...quiet, PACKAGE], { timeout: 90_000 });
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

export interface RealInferenceServer extends AsyncDisposable {
  url: string;
}

/**
 * Starts the real server with a scoring script, and resolves when it takes requests.
 *
 * @param python what `installInferenceServer` gave
 * @param script text of the `score.py`
 * @throws Error with the server's own words when it ends instead
 */
export async function startInferenceServer(python: string, script: string): Promise<RealInferenceServer> {
  const folder = await mkdtemp(join(tmpdir(), 'azureml-fe-mock-score-'));
  const file = join(folder, 'score.py');
  await writeFile(file, script);
  const port = await findFreePort();
  const server = spawn(python, ['-c', START, '--entry_script', file, '--port', String(port)], {
    cwd: folder,
    // Nothing else of the environment: many of its names are settings of this server.
    env: { PATH: process.env.PATH, HOME: folder, AML_APP_ROOT: folder, PYTHONUNBUFFERED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

/** The worker says so when it has loaded the script; its socket listens before that. */
function untilReady(server: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('ready for serving traffic')) resolve();
    };
    server.stdout?.on('data', listen);
    server.stderr?.on('data', listen);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`The real server ended with ${code}:\n${said}`)));
  });
}

/** The real server takes no port 0, so one is found and given back. */
async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The probe has no port.');
  return address.port;
}
