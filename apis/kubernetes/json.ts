/** JSON values, and the few ways in which this API looks into them. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys, or undefined where a step is not an object. */
export function at(value: Json | undefined, ...keys: string[]): Json | undefined {
  let here = value;
  for (const key of keys) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** The text at a path, or ''. */
export function textAt(value: Json | undefined, ...keys: string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

/** The number at a path, or undefined. */
export function numberAt(value: Json | undefined, ...keys: string[]): number | undefined {
  const found = at(value, ...keys);
  return typeof found === 'number' ? found : undefined;
}

/** The list at a path, or []. */
export function listAt(value: Json | undefined, ...keys: string[]): Json[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** The object at a path, or {}. */
export function objectAt(value: Json | undefined, ...keys: string[]): JsonObject {
  const found = at(value, ...keys);
  return isObject(found) ? found : {};
}

/** A deep copy. */
export function clone<T extends Json>(value: T): T {
  return structuredClone(value);
}

/** Whether two values are the same; the order of keys does not count. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
    );
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}

/**
 * Why a body cannot be taken whatever it means, or null: nesting beyond `depth`, or the key `__proto__`, which would
 * change what an object inherits.
 */
export function unsafe(value: unknown, depth: number): string | null {
  if (depth < 0) return 'it is nested too deeply';
  if (Array.isArray(value)) return firstOf(value, depth);
  if (!isObject(value)) return null;
  if (Object.hasOwn(value, '__proto__')) return 'it has the key "__proto__"';
  return firstOf(Object.values(value), depth);
}

function firstOf(values: unknown[], depth: number): string | null {
  for (const value of values) {
    const problem = unsafe(value, depth - 1);
    if (problem !== null) return problem;
  }
  return null;
}
