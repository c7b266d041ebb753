import type { ObservationLog } from '../common/observation-log.ts';
import type { Observation } from '../common/observations.ts';

/** Resolves when no connection is open any more, or after `ms`: then all there is to see was seen. */
export async function idle(observations: ObservationLog, ms: number): Promise<void> {
  const open = new Set<number>();
  const isLastOneClosed = (seen: Observation): boolean => {
    if (seen.kind === 'connection-opened') open.add(seen.connection);
    if (seen.kind === 'connection-closed') open.delete(seen.connection);
    return open.size === 0;
  };
  for (const seen of observations.all()) isLastOneClosed(seen);
  if (open.size > 0) await observations.next(isLastOneClosed, ms).catch(() => undefined);
}
