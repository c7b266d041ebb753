import { findScenario } from './catalogue.ts';
import { fail } from './errors.ts';
import { SCENARIOS } from './index.ts';
import { GROUPS, type Scenario } from './scenario.ts';

/**
 * The scenarios that a command line names, each once, in the catalogue's order.
 *
 * @param names scenarios or aliases; none means all of them
 * @param groups restricts the choice to these groups; none means no restriction
 * @throws MockError SCENARIO_UNKNOWN, CLI_BAD_OPTION
 */
export function chooseScenarios(names: readonly string[], groups: readonly string[]): Scenario[] {
  for (const group of groups) {
    if (!(GROUPS as readonly string[]).includes(group)) {
      throw fail('CLI_BAD_OPTION', {
        option: '--group',
        value: group,
        expected: `one of ${GROUPS.join(', ')}`,
      });
    }
  }
  const named = new Set(names.map(findScenario));
  return SCENARIOS.filter(
    (scenario) =>
      (named.size === 0 || named.has(scenario)) && (groups.length === 0 || groups.includes(scenario.group)),
  );
}
