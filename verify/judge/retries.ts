import type { RequestSummary } from '../../common/observation-summary.ts';
import type { ClientScenario } from '../../scenarios/scenario.ts';
import type { Verdict } from '../verdict.ts';
import type { Conduct } from './conduct.ts';

/**
 * How often the client repeated a request that failed. Scoring is a POST; what else it asks for is not counted. A test
 * suite scores several times: a request after a complete 200, or with a body of another length, is a new one.
 */
function retriesOf({ requests }: Conduct): number {
  const scorings = requests.filter(({ method }) => method === 'POST');
  return scorings.filter((request, index) => {
    const before = scorings[index - 1];
    return before !== undefined && !isScored(before) && mayBeTheSame(before, request);
  }).length;
}

const isScored = ({ answer }: RequestSummary): boolean =>
  answer?.status === 200 && answer.outcome === 'complete';

/** Nothing is known of a body that the router did not read. */
function mayBeTheSame(before: RequestSummary, after: RequestSummary): boolean {
  const [first, second] = [before.answer?.requestBytes ?? 0, after.answer?.requestBytes ?? 0];
  return first === 0 || second === 0 || first === second;
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
