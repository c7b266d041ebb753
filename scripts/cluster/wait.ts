import { setTimeout as pause } from 'node:timers/promises';
import { ClusterError } from './cluster-error.ts';

/**
 * Asks again and again until there is an answer.
 *
 * @param ask resolves with null where there is none yet; what it throws is taken for none, but for a ClusterError
 * @throws ClusterError CLUSTER_TIME_OUT with the last thing that was thrown
 */
export async function waitFor<Value>(
  what: string,
  seconds: number,
  ask: () => Promise<Value | null>,
  remedy = 'run "npm run cluster -- down" and try again; a busy machine may need longer',
): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  let last = '';
  for (;;) {
    try {
      const value = await ask();
      if (value !== null) return value;
    } catch (error) {
      if (error instanceof ClusterError) throw error;
      last = error instanceof Error ? error.message.trim().slice(-500) : String(error);
    }
    if (Date.now() > deadline)
      throw new ClusterError(
        'CLUSTER_TIME_OUT',
        `${what}: not within ${seconds} s${last && `; ${last}`}`,
        remedy,
      );
    await pause(200);
  }
}
