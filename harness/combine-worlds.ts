import { isDeepStrictEqual } from 'node:util';
import { fail } from './errors.ts';
import { isPlainObject } from './placeholders.ts';
import type { WorldSpec } from './world-spec.ts';

/** A world with the name that it goes by. */
export interface NamedWorld {
  name: string;
  world: WorldSpec;
}

/**
 * Merges several worlds field by field into one in which all of it is wrong at once: `expired--fqdn-mismatch` has a
 * leaf with the dates of the one and the names of the other.
 *
 * @throws MockError SCENARIOS_CONTRADICT where two worlds set one field to different values, with both names
 */
export function combineWorlds(worlds: readonly NamedWorld[]): NamedWorld {
  const combined: Fields = {};
  const setBy = new Map<string, string>();
  for (const { name, world } of worlds) merge(combined, world as Fields, name, setBy);
  return { name: worlds.map(({ name }) => name).join('--'), world: combined };
}

type Fields = Record<string, unknown>;

/** @param setBy which world set a field, by its path such as `certificate.leaf.sans` */
function merge(into: Fields, fields: Fields, by: string, setBy: Map<string, string>, path = ''): void {
  for (const [field, value] of Object.entries(fields)) {
    const part = `${path}${field}`;
    const known = into[field];
    if (known === undefined) {
      into[field] = structuredClone(value);
      setBy.set(part, by);
    } else if (isPlainObject(known) && isPlainObject(value)) {
      merge(known, value, by, setBy, `${part}.`);
    } else if (!isDeepStrictEqual(known, value)) {
      throw fail('SCENARIOS_CONTRADICT', { first: setterOf(part, setBy), second: by, part });
    }
  }
}

/** The world that set a field, or the one that set the object that the field is in. */
function setterOf(part: string, setBy: Map<string, string>): string {
  const outer = part.slice(0, part.lastIndexOf('.'));
  return setBy.get(part) ?? (outer === part || outer === '' ? '' : setterOf(outer, setBy));
}
