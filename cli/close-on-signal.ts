import { constants } from 'node:os';

export interface Interruption {
  /** The exit status for the signal that came (POSIX: 128 and its number), or null where none did. */
  status(): number | null;
  /** Signals do again what they do by themselves. */
  forget(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Closes something at the first SIGINT or SIGTERM; a second one ends the process at once. For what has processes in
 * process groups of their own, which Ctrl-C does not reach.
 */
export function closeOnSignal(open: { close(): Promise<void> }): Interruption {
  let status: number | null = null;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (status !== null) process.exit(status);
    status = 128 + constants.signals[signal];
    // What fails while it is closed fails where it is under way.
    open.close().catch(() => undefined);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    status: () => status,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
