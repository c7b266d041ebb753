import { spawn } from 'node:child_process';

/**
 * Waits for the end of stdin, which comes when the process that started it ends, even by SIGKILL. Then ends the
 * client's process group and every process with its key in the environment, and removes the folder.
 */
const SCRIPT = `
cat >/dev/null
kill -9 -- "-$1" 2>/dev/null
for file in $(grep -lzxF -- "SCORING_KEY=$WATCHED_KEY" /proc/[0-9]*/environ 2>/dev/null); do
  pid=\${file#/proc/}
  kill -9 "\${pid%/environ}" 2>/dev/null
done
rm -rf -- "$2"
`;

export interface Watched {
  /** Id of the client's process group. */
  pid: number;
  /** The bearer key that the client was given. */
  key: string;
  /** The folder of its world. */
  folder: string;
}

/**
 * Makes sure that a client ends when this process does. Where there is no `sh`, as on Windows, nothing is started.
 *
 * @returns a function that ends the watch
 */
export function startWatchdog({ pid, key, folder }: Watched): () => void {
  const watchdog = spawn('sh', ['-c', SCRIPT, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH, WATCHED_KEY: key },
  });
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  return () => {
    if (watchdog.pid === undefined || watchdog.exitCode !== null) return;
    // The whole group: `cat` is a child of the shell.
    process.kill(-watchdog.pid, 'SIGKILL');
  };
}
