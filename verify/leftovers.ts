import { readdir, readFile } from 'node:fs/promises';

/** How often the processes are looked through: one that is about to be ended may start another. */
const ROUNDS = 5;

/**
 * Ends every process that was started with the given bearer key in its environment. A client may have put one into a
 * session of its own, where the end of its process group does not reach it; the key is new in every run and tells.
 * Without `/proc`, on other systems than Linux, nothing is found.
 */
export async function endLeftovers(key: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const left = await processesWith(`SCORING_KEY=${key}`);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // ESRCH: it has ended by itself.
      }
    }
  }
}

async function processesWith(variable: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // Of others' processes, and of those that have ended, there is nothing to be read.
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(variable);
    }),
  );
  return pids.filter((pid, index) => found[index] === true && pid !== process.pid);
}
