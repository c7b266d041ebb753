import { closest } from '../common/spelling.ts';
import { CHART_FAMILIES, HIDDEN_KEYS, OTHER_NAMES, SETTINGS } from './settings-table.ts';

const KNOWN_KEYS: readonly string[] = [...SETTINGS.map(({ key }) => key), ...HIDDEN_KEYS];

/** Does anything read a setting of exactly this name? Of a name with a dot only its first part is looked at. */
export function isKnownKey(key: string): boolean {
  return KNOWN_KEYS.includes(key) || CHART_FAMILIES.includes(splitFamily(key).family);
}

/**
 * The name that was probably meant by an unknown one, or null.
 *
 * @param given all names in the same command: what is there already was not meant once more
 */
export function suggestKey(key: string, given: ReadonlySet<string>): string | null {
  const otherName = OTHER_NAMES.get(key);
  if (otherName !== undefined) return given.has(otherName) ? null : otherName;
  const { family, rest } = splitFamily(key);
  if (rest !== '') {
    const meant = closest(family, CHART_FAMILIES);
    return meant === null ? null : `${meant}${rest}`;
  }
  return closest(
    key,
    KNOWN_KEYS.filter((known) => !given.has(known)),
  );
}

/** `nodeSelector.pool` → `nodeSelector` and `.pool`; a name without a dot has no family. */
function splitFamily(key: string): { family: string; rest: string } {
  const dot = key.indexOf('.');
  return dot < 0 ? { family: '', rest: '' } : { family: key.slice(0, dot), rest: key.slice(dot) };
}
