/** What a running command can be asked from outside. */
export interface Running {
  /** SIGHUP: take the secret into service anew. */
  reload?(): Promise<void>;
  /** SIGINT, SIGTERM: stop accepting, finish what is in flight. */
  stop(): Promise<void>;
}

/**
 * Starts something and keeps the process until it is stopped. A signal during the start stops it as soon as it
 * is up; a second one ends the process at once.
 *
 * @param stopWithStdin the end of standard input stops it too: a program that holds the other end of the pipe takes it
 *   along when it ends, however it ends
 */
export async function runUntilStopped(start: () => Promise<Running>, stopWithStdin = false): Promise<void> {
  let running: Running | null = null;
  let signals = 0;
  let wake: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const onStop = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals > 1) process.exit(signal === 'SIGINT' ? 130 : 143);
    wake();
  };
  const onReload = (): void => {
    // A secret that cannot be taken into service has been reported; the old one goes on.
    void running?.reload?.().catch(() => undefined);
  };
  process.on('SIGINT', onStop);
  process.on('SIGTERM', onStop);
  process.on('SIGHUP', onReload);
  if (stopWithStdin) process.stdin.once('end', wake).once('error', wake).resume();
  try {
    running = await start();
    await stopped;
    await running.stop();
  } finally {
    process.off('SIGINT', onStop);
    process.off('SIGTERM', onStop);
    process.off('SIGHUP', onReload);
    // An open pipe would keep the process.
    if (stopWithStdin) process.stdin.destroy();
  }
}
