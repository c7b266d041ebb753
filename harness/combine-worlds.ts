import { fail } from '../common/errors.ts';
import type { WorldSpec } from './world-spec.ts';

/** A world with the name that it goes by. */
export interface NamedWorld {
  name: string;
  world: WorldSpec;
}

/**
 * Puts several worlds into one in which all of it is wrong at once.
 *
 * @throws MockError SCENARIOS_CONTRADICT where two of them set the same thing, with both names
 */
export function combineWorlds(worlds: readonly NamedWorld[]): NamedWorld {
  const combined: Record<string, unknown> = {};
  const setBy = new Map<string, string>();
  for (const { name, world } of worlds) {
    for (const [part, value] of Object.entries(world)) {
      const other = setBy.get(part);
      if (other !== undefined) throw fail('SCENARIOS_CONTRADICT', { first: other, second: name, part });
      setBy.set(part, name);
      combined[part] = value;
    }
  }
  return { name: worlds.map(({ name }) => name).join('--'), world: combined };
}
