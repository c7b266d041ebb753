import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { explainListenError } from '../common/listen-error.ts';
import { makeTemporaryFolder } from '../common/temporary-folder.ts';
import { NAMESPACES, prepareOverlays, probeNamespaces } from '../verify/netns/namespaces.ts';
import { fail } from './errors.ts';
import type { StartFlags } from './harness-options.ts';

const SHELL_PROCESS = path.join(import.meta.dirname, `shell-process${path.extname(import.meta.filename)}`);

/** What the process in the namespaces is given, as JSON in a file of the shell's folder. */
export interface ShellOrder {
  flags: StartFlags;
  /** The command with its arguments; empty for an interactive shell. */
  words: string[];
  /** The file that stands over the system's bundle of roots; null where the system has none. */
  bundle: string | null;
  /** The Unix socket through which the control API is reached from outside. */
  controlSocket: string;
  /** What the user's own TMPDIR is. */
  temporaryFolder: string | null;
}

/**
 * Runs a shell or one command in user, network, mount and process namespaces of its own. The harness runs in there as well;
 * its page stays reachable from outside, through a socket in the file system.
 *
 * @returns the exit status of the shell or the command
 * @throws MockError NAMESPACES_MISSING, PORT_IN_USE and its like
 */
export async function runShell(words: string[], flags: StartFlags): Promise<number> {
  const support = await probeNamespaces();
  if (!support.works) throw fail('NAMESPACES_MISSING', { missing: support.missing });
  const folder = await makeTemporaryFolder('azureml-fe-shell-');
  const controlSocket = path.join(folder, 'control.sock');
  const relay = relayTo(controlSocket);
  try {
    const { host, port } = { host: flags.controlHost, port: flags.controlPort };
    relay.listen({ host, port });
    await once(relay, 'listening').catch((error: NodeJS.ErrnoException) => {
      throw explainListenError(error, { host, port, option: '--control-port' });
    });
    if (words.length === 0) process.stderr.write(`${welcome(relay.address() as net.AddressInfo)}\n`);
    const { script, bundle } = await prepareOverlays(folder, true);
    const order: ShellOrder = {
      flags,
      words,
      bundle,
      controlSocket,
      temporaryFolder: process.env.TMPDIR ?? null,
    };
    const orderFile = path.join(folder, 'order.json');
    await writeFile(orderFile, JSON.stringify(order), { mode: 0o600 });
    const inside = [process.execPath, SHELL_PROCESS, orderFile];
    const child = spawn('unshare', [...NAMESPACES, 'sh', '-c', `${script} && exec "$@"`, 'sh', ...inside], {
      stdio: 'inherit',
      // The files of the harness are removed with the folder, however the process ends.
      env: { ...process.env, TMPDIR: folder },
    });
    return await exitStatusOf(child);
  } finally {
    relay.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function welcome({ address, port }: net.AddressInfo): string {
  return `A shell in namespaces of its own: the mock is the resolver, and nothing leaves this machine. "exit" ends it.
The page: http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** Hands each connection from outside to the control API in the namespaces. */
function relayTo(controlSocket: string): net.Server {
  return net.createServer((outside) => {
    const inside = net.connect(controlSocket);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy());
    inside.on('error', () => outside.destroy());
  });
}

/** Waits for the end of the process. Ctrl-C is for what runs in the foreground; SIGTERM ends everything. */
async function exitStatusOf(child: ChildProcess): Promise<number> {
  const ignore = (): void => undefined;
  // With `unshare` ends what it started: it was given --kill-child.
  const end = (): void => void child.kill('SIGKILL');
  process.on('SIGINT', ignore);
  process.on('SIGQUIT', ignore);
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  try {
    const [code] = await once(child, 'close');
    return typeof code === 'number' ? code : 143;
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGQUIT', ignore);
    process.off('SIGTERM', end);
    process.off('SIGHUP', end);
  }
}
