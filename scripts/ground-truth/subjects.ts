import { SCENARIOS } from '../../scenarios/index.ts';
import type { ClientScenario, Group, Scenario } from '../../scenarios/scenario.ts';
import { isApplicable } from '../../verify/applicable.ts';

/** What is decided before a request is sent; the other groups are about what the program does and not its library. */
const GROUPS: readonly Group[] = ['baseline', 'identity', 'validity', 'trust', 'protocol'];

/** Every scenario that is to be found in the ground truth, in the order of the catalogue. */
export const SUBJECTS: readonly Scenario[] = SCENARIOS.filter(({ group }) => GROUPS.includes(group));

/** Those that a client of somebody else can be tried with. */
export const TRIED: readonly ClientScenario[] = SUBJECTS.filter(isApplicable);
