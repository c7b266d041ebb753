import { saidSomething } from '../../verify/judge/conduct.ts';
import { mostTelling } from '../../verify/judge/goodbye.ts';
import type { ScenarioReport } from '../../verify/verdict.ts';

/** What a client did in a scenario, whatever is expected of it. */
export interface Outcome {
  /**
   * `accepted`: its request came to the router, was answered with 200 to the last byte, and it exited 0. `refused`: it
   * connected, no byte of a request arrived anywhere, and it ended by itself with another exit status. `neither`: all else.
   */
  outcome: 'accepted' | 'refused' | 'neither';
  /** The alert of its most telling connection (RFC 5246 section 7.2). */
  alert: { description: string; sentBy: 'client' | 'server' } | null;
  /** From the start of its process to the end. */
  ms: number;
  /** What the router saw, in words. */
  seen: string;
}

/** Reads the outcome from what the router saw and how the client ended; its own words count for nothing. Pure. */
export function outcomeOf(report: ScenarioReport): Outcome {
  const alert = mostTelling(report.observed.connections.filter(saidSomething))?.alert ?? null;
  return {
    outcome: nameOutcome(report),
    alert: alert === null ? null : { description: alert.description, sentBy: alert.sentBy },
    ms: report.durationMs,
    seen: report.reason,
  };
}

function nameOutcome({ observed, exitCode }: ScenarioReport): Outcome['outcome'] {
  const { requests, connections } = observed;
  const answered = requests.some(({ answer }) => answer?.status === 200 && answer.outcome === 'complete');
  if (answered && exitCode === 0) return 'accepted';
  const sent = requests.length > 0 || connections.some(({ applicationBytes }) => applicationBytes > 0);
  const connected = connections.some(saidSomething);
  // Without an exit status it was ended from outside: it has no time-out of its own.
  const endedUnwell = exitCode !== null && exitCode !== 0;
  return connected && !sent && endedUnwell ? 'refused' : 'neither';
}
