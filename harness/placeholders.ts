import { fillTemplate } from '../common/texts.ts';
import { originOf } from './zone.ts';

/** What may stand in braces in the strings of a world: `{fqdn}`, `{parent}` (its zone) and `{host}` (the router's address). */
export interface Places {
  fqdn: string;
  host: string;
}

/**
 * Fills the placeholders in every string of a value, keys included, so that one scenario works under any name: under
 * `www.contoso.com`, and under its own name in `badfe.test`.
 */
export function fillPlaceholders<T>(value: T, places: Places): T {
  const texts: Record<string, string> = { ...places, parent: originOf(places.fqdn) };
  const fill = (text: string): string => fillTemplate(text, texts);
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return fill(part);
    if (Array.isArray(part)) return part.map(walk);
    if (!isPlainObject(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [fill(key), walk(inner)]));
  };
  return walk(value) as T;
}

/** Whether a value is a structure to walk; buffers and dates are not. */
export function isPlainObject(part: unknown): part is Record<string, unknown> {
  return typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype;
}
