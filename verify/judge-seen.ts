import { summarize } from '../common/observation-summary.ts';
import type { Observation } from '../common/observations.ts';
import type { Judging, Seen } from '../harness/judging.ts';
import { isApplicable, whyNotApplicable } from '../scenarios/applicable.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import { VERIFY_ERRORS } from './errors.ts';
import { judge } from './judge.ts';
import { buildTimeline, formatTimeline } from './timeline.ts';
import type { Verdict } from './verdict.ts';

/** The judge in the form in which a harness takes it. */
export const judging: Judging = {
  verdict: (seen) => {
    const { name: scenario, expectation } = scenarioToJudge(seen.scenario);
    return { scenario, expectation, ...judgeSeen(seen) };
  },
  timeline: (events: readonly Observation[]) => formatTimeline(buildTimeline(events)),
};

/**
 * Judges a client that is no process of ours: by what was seen of it, and by what it reported.
 *
 * @throws MockError VERDICT_NOT_POSSIBLE for a scenario that is not about clients, and for joined ones
 */
export function judgeSeen({ scenario, events, target, succeeded }: Seen): Verdict {
  const observed = summarize(events);
  const reported = succeeded ?? observed.requests.some(({ answer }) => isSuccess(answer?.status));
  return judge({
    scenario: scenarioToJudge(scenario),
    observed,
    run: {
      exitCode: reported ? 0 : 1,
      signal: null,
      timedOut: false,
      durationMs: 0,
      lastLine: null,
      stderrTail: '',
    },
    target,
  });
}

function scenarioToJudge(name: string): ClientScenario {
  if (name.includes('--'))
    throw VERIFY_ERRORS.fail('VERDICT_NOT_POSSIBLE', { name, why: 'it is several scenarios in one' });
  const scenario = findScenario(name);
  if (isApplicable(scenario)) return scenario;
  throw VERIFY_ERRORS.fail('VERDICT_NOT_POSSIBLE', { name, why: whyNotApplicable(scenario) ?? '' });
}

const isSuccess = (status: number | null = null): boolean => status !== null && status >= 200 && status < 300;
