import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';

/** The core that servers under test have to themselves, and the one for load and model server. */
export const CORES = { server: 0, load: availableParallelism() > 1 ? 1 : 0 } as const;

/** Debian's package for each program that the bench runs. */
const PACKAGES = { nginx: 'nginx-light', wrk: 'wrk', openssl: 'openssl', taskset: 'util-linux' } as const;

/** The programs that are missing, as a sentence; null where all are there. */
export function missingPrograms(): string | null {
  const missing = Object.entries(PACKAGES).filter(
    ([program]) => spawnSync(program, ['--version']).error !== undefined,
  );
  if (missing.length === 0) return null;
  const names = missing.map(([program]) => program).join(', ');
  const packages = missing.map(([, name]) => name).join(' ');
  return `The bench needs ${names}. On Debian: apt-get install -y ${packages}`;
}

/** Starts a program on one core. It is killed by its own id with `stop`. */
export function startPinned(core: number, command: readonly string[], ipc = false): ChildProcess {
  return spawn('taskset', ['--cpu-list', String(core), ...command], {
    stdio: ['ignore', ipc ? 'inherit' : 'ignore', 'inherit', ...(ipc ? (['ipc'] as const) : [])],
  });
}

/** Runs a program on one core to its end and gives what it printed. @throws Error when it fails */
export async function runPinned(core: number, command: readonly string[]): Promise<string> {
  const child = spawn('taskset', ['--cpu-list', String(core), ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${command[0]} ended with status ${status}: ${await err}`);
  return out;
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** A port on which nothing listened a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when something listens on the port. @throws Error when nothing did in time */
export async function waitForPort(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = net.connect(port, '127.0.0.1');
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
