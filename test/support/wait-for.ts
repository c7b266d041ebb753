import { isDeepStrictEqual } from 'node:util';
import type { ObservationLog } from '../../common/observation-log.ts';
import type { Observation } from '../../common/observations.ts';

type Kind = Observation['kind'];
export type Observed<K extends Kind> = Extract<Observation, { kind: K }>;

/**
 * Waits for the first observation of a kind, kept or to come.
 *
 * @param match values that its fields have to have, or a function that accepts it
 * @throws MockError OBSERVATION_TIMEOUT when none came within 5 s
 */
export async function waitFor<K extends Kind>(
  observations: ObservationLog,
  kind: K,
  match: Partial<Observed<K>> | ((one: Observed<K>) => boolean) = {},
): Promise<Observed<K>> {
  const isOfKind = (one: Observation): one is Observed<K> => one.kind === kind;
  const isWanted = (one: Observed<K>): boolean =>
    typeof match === 'function' ? match(one) : hasFields(one, match);
  const found = await observations.waitFor((one) => isOfKind(one) && isWanted(one));
  if (!isOfKind(found)) throw new Error(`waited for ${kind}`);
  return found;
}

const hasFields = (one: object, fields: object): boolean =>
  Object.entries(fields).every(([name, value]) => isDeepStrictEqual(Reflect.get(one, name), value));
