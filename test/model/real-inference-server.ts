import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER_VERSION } from '../../model/routes.ts';
import { installPythonPackages } from '../../scripts/python-packages.ts';

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
export function installInferenceServer(): Promise<string> {
  return installPythonPackages([PACKAGE]);
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
