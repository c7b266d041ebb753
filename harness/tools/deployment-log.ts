import type { ObservationLog } from '../../common/observation-log.ts';

/**
 * The log of one deployment as its container would have it, from what the router saw: a line a request that reached it.
 * The oldest come first.
 *
 * @param lines at most so many
 */
export function deploymentLog(
  observations: ObservationLog,
  endpoint: string,
  deployment: string,
  lines: number,
): string[] {
  const requests = new Map<string, { method: string; path: string }>();
  const log: string[] = [];
  for (const seen of observations.all()) {
    if (seen.kind === 'http-request' && seen.endpoint === endpoint) requests.set(seen.requestId, seen);
    if (seen.kind !== 'http-response' || seen.deployment !== deployment) continue;
    const request = requests.get(seen.requestId);
    if (request === undefined) continue;
    const { at, requestId, status, durationMs } = seen;
    log.push(
      `${at} | ${requestId} | ${request.method} ${request.path} | ${status ?? 'no answer'} | ${durationMs} ms`,
    );
  }
  return log.slice(-lines);
}
