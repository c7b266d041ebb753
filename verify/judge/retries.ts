import type { ClientScenario } from '../../scenarios/scenario.ts';
import type { Verdict } from '../verdict.ts';
import type { Conduct } from './conduct.ts';

/** How often the client came back after its first request. Scoring is a POST; what else it asks for is not counted. */
function retriesOf({ requests }: Conduct): number {
  return Math.max(0, requests.filter(({ method }) => method === 'POST').length - 1);
}

/** Advice where a client came back too rarely or too often for the scenario; null where there is none to give. */
export function adviseOnRetries(
  { retries }: ClientScenario,
  conduct: Conduct,
): Pick<Verdict, 'verdict' | 'finding' | 'reason'> | null {
  if (retries === undefined || conduct.requests.length === 0) return null;
  const times = retriesOf(conduct);
  const came = times === 0 ? 'did not come back' : `came back ${times === 1 ? 'once' : `${times} times`}`;
  if (times < retries.min) {
    return {
      verdict: 'advisory',
      finding: 'no-retry',
      reason: `${came}; at least ${count(retries.min)} is due here`,
    };
  }
  if (times > retries.max) {
    const due = retries.max === 0 ? 'no retry' : `at most ${count(retries.max)}`;
    return { verdict: 'advisory', finding: 'too-many-retries', reason: `${came}; ${due} is due here` };
  }
  return null;
}

const count = (retries: number): string => (retries === 1 ? 'one retry' : `${retries} retries`);
