import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Authority } from '../../pki/authority.ts';
import { run } from './tools.ts';

const PEBBLE = 'github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.3';
const PATIENCE_MS = 240_000;

/**
 * Pebble, the ACME server that Let's Encrypt tests with, built from the Go module proxy; the next run finds it in the folder
 * for temporary files.
 *
 * @returns its path, or the words by which a test is skipped where it cannot be built
 */
export async function installPebble(): Promise<{ pebble: string; skip: string | false }> {
  const folder = path.join(os.tmpdir(), `azureml-fe-mock-${process.getuid?.()}`, PEBBLE.replaceAll('/', '+'));
  const pebble = path.join(folder, 'pebble');
  if ((await stat(pebble).catch(() => null)) !== null) return { pebble, skip: false };
  const making = `${folder}.${process.pid}`;
  await mkdir(making, { recursive: true, mode: 0o700 });
  const built = await run(
    'env',
    [`GOBIN=${making}`, 'GOFLAGS=-p=2', 'go', 'install', PEBBLE],
    '',
    PATIENCE_MS,
  ).catch((error: Error) => ({ code: 1, stderr: error.message }));
  if (built.code === 0) {
    // Another test may have been quicker.
    await rename(making, folder).catch(() => undefined);
    return { pebble, skip: false };
  }
  if (process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS === '1') throw new Error(built.stderr);
  return { pebble, skip: `Pebble was not built: ${built.stderr.trim().split('\n').at(-1)}` };
}

export interface RunningPebble extends AsyncDisposable {
  /** The URL of the ACME directory. */
  directory: string;
  /** The root that its certificates come from: another one with each start. PEM. */
  rootPem(): Promise<string>;
}

/**
 * Starts Pebble on free ports of 127.0.0.1, with a server certificate of the given authority.
 *
 * @param folder for its configuration
 * @param dnsPort of the resolver that it validates with
 */
export async function startPebble(
  pebble: string,
  folder: string,
  dnsPort: number,
  authority: Authority,
): Promise<RunningPebble> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const { certPem, keyPem } = await authority.issueLeaf({ names: ['localhost', '127.0.0.1'] });
  const [certificate, privateKey] = [
    path.join(folder, 'pebble-cert.pem'),
    path.join(folder, 'pebble-key.pem'),
  ];
  await writeFile(certificate, certPem);
  await writeFile(privateKey, keyPem, { mode: 0o600 });
  const config = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate,
    privateKey,
    httpPort: 1,
    tlsPort: 1,
    ocspResponderURL: '',
    externalAccountBindingRequired: false,
  };
  const file = path.join(folder, 'pebble.json');
  await writeFile(file, JSON.stringify({ pebble: config }));
  const child = spawn(pebble, ['-config', file, '-dnsserver', `127.0.0.1:${dnsPort}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '0' },
  });
  await listening(child);
  const roots = `https://127.0.0.1:${managementPort}/roots/0`;
  return {
    directory: `https://localhost:${port}/dir`,
    rootPem: async () => (await run('curl', ['--silent', '--show-error', '--insecure', roots])).stdout,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** Resolves when it has printed both of its addresses. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const look = (chunk: Buffer): void => {
      output += chunk;
      if (/ACME directory available at/.test(output) && /Root CA certificate/.test(output)) resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Pebble ended with ${code}: ${output}`)));
  });
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
