import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** Lists the processes that a client left running, by id. */
export type FindLeft = () => Promise<readonly number[]>;

/** ms for which processes that outlive their client are watched: one may try again without verification. */
const WATCH_MS = 2000;
/** How often the processes are looked through: one that is about to be ended may start another. */
const ROUNDS = 5;

/**
 * Watches the processes that a client left running, as long as there are any, for two seconds at most, and ends them.
 *
 * @returns how many there were when the client exited
 */
export async function watchAndEnd(find: FindLeft, watchMs = WATCH_MS): Promise<number> {
  const { length: left } = await find();
  if (left === 0) return 0;
  const deadline = performance.now() + watchMs;
  while (performance.now() < deadline && (await find()).length > 0) await wait(50);
  await endAll(find);
  return left;
}

/** Ends the processes that are found. */
export async function endAll(find: FindLeft): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const rest = await find();
    if (rest.length === 0) return;
    for (const pid of rest) end(pid);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it ended by itself.
  }
}

/**
 * The processes that have the given bearer key in their environment. A client may have put one into a session of its
 * own, where the end of its process group does not reach it; the key is new in every run, so it identifies them.
 * Without `/proc`, on other systems than Linux, nothing is found.
 */
export async function processesWithKey(key: string): Promise<number[]> {
  const pids = await processIds();
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Processes of other users, and those that ended, cannot be read.
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(`SCORING_KEY=${key}`);
    }),
  );
  return pids.filter((_, index) => found[index] === true);
}

/** All other processes of this process's PID namespace; for its first process. Ended ones count no more. */
export async function processesOfNamespace(): Promise<number[]> {
  const pids = await processIds();
  const alive = await Promise.all(
    pids.map(async (pid) => {
      // The state follows the name, which stands in parentheses and may hold any character (proc(5)).
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return !['', 'Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2).slice(0, 1));
    }),
  );
  return pids.filter((_, index) => alive[index] === true);
}

async function processIds(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name) && name !== String(process.pid)).map(Number);
}
