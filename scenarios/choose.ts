import { findScenario } from './catalogue.ts';
import { fail } from './errors.ts';
import { SCENARIOS } from './index.ts';
import { GROUPS, type Scenario } from './scenario.ts';

/**
 * The scenarios that a command line names, each once, in the catalogue's order.
 *
 * @param names scenarios or aliases, also several of them in one text with commas; none means all of them
 * @param groups restricts the choice to these groups; none means no restriction
 * @throws MockError SCENARIO_UNKNOWN, CLI_BAD_OPTION
 */
export function chooseScenarios(names: readonly string[], groups: readonly string[]): Scenario[] {
  const wantedGroups = splitAtCommas(groups);
  for (const group of wantedGroups) {
    if (!(GROUPS as readonly string[]).includes(group)) {
      throw fail('CLI_BAD_OPTION', {
        option: '--group',
        value: group,
        expected: `one of ${GROUPS.join(', ')}`,
      });
    }
  }
  const named = new Set(splitAtCommas(names).map(findScenario));
  return SCENARIOS.filter(
    (scenario) =>
      (named.size === 0 || named.has(scenario)) &&
      (wantedGroups.length === 0 || wantedGroups.includes(scenario.group)),
  );
}

const splitAtCommas = (words: readonly string[]): string[] =>
  words.flatMap((word) => word.replace(/,$/, '').split(','));
