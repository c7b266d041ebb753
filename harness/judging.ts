import type { VerdictAnswer } from '../apis/control/targets.ts';
import type { Observation } from '../common/observations.ts';
import type { ClientTarget } from './resolve-world.ts';

/** What was seen of a client in a scenario. */
export interface Seen {
  /** Its name; `valid` for a world that is none of the catalogue. */
  scenario: string;
  events: readonly Observation[];
  target: ClientTarget;
  /** What the client itself reported; where left out, a success if and only if an answer was one. */
  succeeded?: boolean;
}

/** The judge as the harness needs it. It is handed in, because worlds know neither scenarios nor verdicts. */
export interface Judging {
  /** @throws MockError VERDICT_NOT_POSSIBLE */
  verdict(seen: Seen): VerdictAnswer;
  /** What happened, a line for each event, for a person. */
  timeline(events: readonly Observation[]): string;
}

/**
 * The observations of one scenario in a stream of several: those since a moment, without what still came over
 * connections from before it. Pure.
 *
 * @param ms on the clock of the observations
 */
export function seenSince(events: readonly Observation[], ms: number): Observation[] {
  const opened = new Set<number>();
  const since = events.filter((event) => event.ms >= ms);
  for (const event of since) if (event.kind === 'connection-opened') opened.add(event.connection);
  return since.filter((event) => !('connection' in event) || opened.has(event.connection));
}
