/** One thing that was said or done in a run. */
export interface TimelineEntry {
  /** From the start of the client, and negative before it; from the first entry where that start was not noted. */
  ms: number;
  who: 'client' | 'dns' | 'router' | 'process';
  /** A stable word for programs: `dns-query`, `tcp-open`, `client-hello`, `tls-record`, `alert`, `request`, … */
  what: string;
  text: string;
}

/** What happened to the client's process. `ms` is on the clock of the observations. */
export type ProcessEvent = { ms: number } & (
  | { event: 'started' }
  | { event: 'timed-out' }
  | { event: 'exited'; exitCode: number | null; signal: string | null }
);
