import type { ScenarioSummary } from '../common/scenario-summary.ts';
import { didYouMean } from '../common/spelling.ts';
import { combineWorlds, type NamedWorld } from '../harness/combine-worlds.ts';
import { isApplicable } from './applicable.ts';
import { fail } from './errors.ts';
import { SCENARIOS } from './index.ts';
import { isConfiguration, type Scenario } from './scenario.ts';

/** What `scenarios list --json` and `GET /scenarios` show of a scenario. */
export function summarizeScenario(scenario: Scenario): ScenarioSummary {
  const { name, aliases, title, group, importance, expectation, lesson } = scenario;
  const forClients = isApplicable(scenario);
  return { name, aliases: aliases ?? [], title, group, importance, expectation, lesson, forClients };
}

/**
 * Finds a scenario by its name or one of its aliases.
 *
 * @throws MockError SCENARIO_UNKNOWN, with the nearest name
 */
export function findScenario(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name || scenario.aliases?.includes(name));
  if (found !== undefined) return found;
  const known = SCENARIOS.flatMap((scenario) => [scenario.name, ...(scenario.aliases ?? [])]);
  throw fail('SCENARIO_UNKNOWN', { name, suggestion: didYouMean(name, known) });
}

function worldOf(name: string): NamedWorld {
  const scenario = findScenario(name);
  if (isConfiguration(scenario)) throw fail('SCENARIO_HAS_NO_WORLD', { name: scenario.name });
  return { name: scenario.name, world: scenario.world };
}

/** The catalogue in the form in which the harness takes it. */
export const catalogue = {
  list: (): ScenarioSummary[] => SCENARIOS.map(summarizeScenario),
  worlds: (): NamedWorld[] =>
    SCENARIOS.flatMap((scenario) =>
      isConfiguration(scenario) ? [] : [{ name: scenario.name, world: scenario.world }],
    ),
  /** By name or alias, or several joined with `--`. @throws MockError SCENARIO_UNKNOWN, SCENARIOS_CONTRADICT */
  world: (name: string): NamedWorld => combineWorlds(name.split('--').map(worldOf)),
};
