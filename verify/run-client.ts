import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fail } from './errors.ts';
import type { ClientRun } from './verdict.ts';

export interface ClientCommand {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** ms after which the client's whole process group is ended. */
  timeoutMs: number;
  /** Ends the client early. */
  stop?: AbortSignal;
  /** Called with the id of the client's process group. @returns what is called when the client has ended */
  watch?(pid: number): () => void;
  /** Called with what the client prints, on stdout and stderr. */
  onOutput?(text: string): void;
  /** Waits for processes that outlive the client, before its group is ended. @returns how many there were */
  awaitLeft?(): Promise<number>;
}

/** How much of what a client prints is kept, bytes: from the front, where errors often begin, and from the end. */
const HEAD = 1000;
const TAIL = 3000;
/** ms between asking a process group to end and ending it. */
const GRACE = 300;

/**
 * Runs a client in a process group of its own and waits for it. When its time is up the whole group is ended, and
 * what the client left running when it ended is ended too.
 *
 * @throws MockError VERIFY_NO_CLIENT where the command cannot be started at all
 */
export async function runClient(client: ClientCommand): Promise<ClientRun> {
  const start = performance.now();
  const child = spawn(client.command, client.args, {
    env: client.env,
    cwd: client.cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWatch = child.pid === undefined ? undefined : client.watch?.(child.pid);
  const stdout = new Ends();
  const stderr = new Ends();
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => client.onOutput?.(chunk.toString()));

  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child.pid, 'SIGTERM');
    setTimeout(() => endGroup(child.pid, 'SIGKILL'), GRACE).unref();
  }, client.timeoutMs);
  const endNow = (): void => endGroup(child.pid, 'SIGKILL');
  client.stop?.addEventListener('abort', endNow);
  try {
    const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
      (resolve, reject) => {
        child.once('error', (error: NodeJS.ErrnoException) => {
          const cause = error.code ?? error.message;
          reject(fail('VERIFY_NO_CLIENT', { command: client.command, cause }, error));
        });
        // Not `close`: a grandchild that keeps the pipes open must not keep us.
        child.once('exit', (code, how) => resolve([code, how]));
      },
    );
    const durationMs = Math.round(performance.now() - start);
    await drained(child.stdout, child.stderr);
    const leftRunning = timedOut ? 0 : ((await client.awaitLeft?.()) ?? 0);
    return {
      ...{ exitCode, signal, timedOut, durationMs, leftRunning },
      ...{ lastLine: stdout.lastLine(), stderrTail: stderr.text() },
    };
  } finally {
    clearTimeout(timer);
    client.stop?.removeEventListener('abort', endNow);
    endNow();
    endWatch?.();
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).errno !== -constants.errno.ESRCH) throw error;
  }
}

/** Resolves when both pipes are at their end, or after a moment where a grandchild holds them open. */
async function drained(...streams: Readable[]): Promise<void> {
  // One that is closed already says so no more.
  const open = streams.filter((stream) => !stream.closed);
  const ended = open.map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  const moment = new Promise((resolve) => setTimeout(resolve, GRACE).unref());
  await Promise.race([Promise.all(ended), moment]);
}

/** The first and the last bytes of a stream. */
class Ends {
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  #leftOut = false;

  push(chunk: Buffer): void {
    const room = HEAD - this.#head.length;
    if (room > 0) this.#head = Buffer.concat([this.#head, chunk.subarray(0, room)]);
    const tail = Buffer.concat([this.#tail, chunk.subarray(Math.max(room, 0))]);
    this.#leftOut ||= tail.length > TAIL;
    this.#tail = tail.subarray(-TAIL);
  }

  text(): string {
    // Both in one, because a letter may stand across the border.
    if (!this.#leftOut) return Buffer.concat([this.#head, this.#tail]).toString('utf8');
    // Whole words only: half a key would not be recognised as one, and half a letter is none.
    const head = this.#head.toString('utf8').replace(/\S*$/, '');
    const tail = this.#tail.toString('utf8').replace(/^\S*/, '');
    return `${head.trimEnd()}\n…\n${tail.trimStart()}`;
  }

  lastLine(): string | null {
    return this.text().trimEnd().split(/\r?\n/).at(-1)?.trim() || null;
  }
}
