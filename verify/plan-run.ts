import { isApplicable, whyNotApplicable } from '../scenarios/applicable.ts';
import type { ClientScenario, Scenario } from '../scenarios/scenario.ts';
import type { Transport } from './lane.ts';

/** What is done with a scenario that was asked for: it is run, or skipped for a reason. */
export type Step =
  | { kind: 'run'; scenario: ClientScenario }
  | { kind: 'skip'; scenario: Scenario; reason: string };

/** Decides which scenarios are run and which are skipped, in the order in which they were asked for. Pure. */
export function planRun(scenarios: readonly Scenario[], transport: Pick<Transport, 'skips'>): Step[] {
  return scenarios.map((scenario) => {
    if (!isApplicable(scenario)) return { kind: 'skip', scenario, reason: whyNotApplicable(scenario) ?? '' };
    const reason = transport.skips(scenario);
    return reason === null ? { kind: 'run', scenario } : { kind: 'skip', scenario, reason };
  });
}
