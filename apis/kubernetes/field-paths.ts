import { isObject, type Json, type JsonObject } from './json.ts';
import { child, itemOf, type Resolved } from './schema.ts';

/**
 * The fields of an object as server-side apply sees them. A path is the steps of `FieldsV1` joined by `SEPARATOR`:
 * `f:NAME` for a field, `k:{…}` for an item of a list with map keys, `v:…` for an item of a set. Lists and maps that
 * the schema calls atomic are one field. An item of a list with keys is a field itself.
 */
export type FieldValues = Map<string, Json>;

const SEPARATOR = '\0';
/** The value of a path that stands for an item and not for a value. */
const ITEM = true;
/** Fields that no manager owns. */
const UNOWNED = new Set(['apiVersion', 'kind']);
const UNOWNED_METADATA = new Set([
  'name',
  'namespace',
  'generateName',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'selfLink',
]);

/** All fields of an object with their values. Linear in the object. */
export function fieldsOf(object: JsonObject, type: Resolved | null): FieldValues {
  const found: FieldValues = new Map();
  for (const [key, value] of Object.entries(object)) {
    if (UNOWNED.has(key)) continue;
    const inner = child(type, key);
    if (key !== 'metadata' || !isObject(value)) collect(value, inner, `f:${key}`, found);
    else {
      for (const [name, field] of Object.entries(value)) {
        if (!UNOWNED_METADATA.has(name))
          collect(field, child(inner, name), `f:metadata${SEPARATOR}f:${name}`, found);
      }
    }
  }
  return found;
}

function collect(value: Json, type: Resolved | null, path: string, found: FieldValues): void {
  const keys = mapKeys(type);
  if (
    isObject(value) &&
    type?.schema['x-kubernetes-map-type'] !== 'atomic' &&
    Object.keys(value).length > 0
  ) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, child(type, key), `${path}${SEPARATOR}f:${key}`, found);
    }
  } else if (Array.isArray(value) && keys !== null && value.length > 0) {
    for (const item of value) {
      const step = `${path}${SEPARATOR}${itemStep(item, keys)}`;
      found.set(step, ITEM);
      if (isObject(item)) collect(item, itemOf(type), step, found);
    }
  } else if (Array.isArray(value) && type?.schema['x-kubernetes-list-type'] === 'set') {
    for (const item of value) found.set(`${path}${SEPARATOR}v:${JSON.stringify(item)}`, ITEM);
  } else {
    found.set(path, value);
  }
}

function mapKeys(type: Resolved | null): string[] | null {
  if (type?.schema['x-kubernetes-list-type'] !== 'map') return null;
  return type.schema['x-kubernetes-list-map-keys'] ?? null;
}

/** Keys that an item may leave out, because they have a default. */
const KEY_DEFAULTS: Record<string, Json> = { protocol: 'TCP' };

function itemStep(item: Json, keys: string[]): string {
  const pairs = keys
    .toSorted()
    .map((key): [string, Json] => [key, (isObject(item) ? item[key] : undefined) ?? KEY_DEFAULTS[key] ?? '']);
  return `k:${JSON.stringify(Object.fromEntries(pairs))}`;
}

/** The tree that `metadata.managedFields[].fieldsV1` holds. */
export function toFieldsV1(paths: Iterable<string>): JsonObject {
  const tree: JsonObject = {};
  for (const path of paths) {
    let here = tree;
    const steps = path.split(SEPARATOR);
    for (const step of steps) {
      const next = here[step];
      if (isObject(next)) here = next;
      else {
        const made: JsonObject = {};
        here[step] = made;
        here = made;
      }
    }
    if (/^[k]:/.test(steps.at(-1) ?? '')) here['.'] = {};
  }
  return tree;
}

/** Reads such a tree. */
export function fromFieldsV1(tree: Json | undefined): Set<string> {
  const paths = new Set<string>();
  if (isObject(tree)) walk(tree, '', paths);
  return paths;
}

function walk(tree: JsonObject, path: string, paths: Set<string>): void {
  for (const [step, inner] of Object.entries(tree)) {
    if (step === '.') {
      if (path.split(SEPARATOR).at(-1)?.startsWith('k:')) paths.add(path);
      continue;
    }
    const here = path === '' ? step : `${path}${SEPARATOR}${step}`;
    if (isObject(inner) && Object.keys(inner).length > 0) walk(inner, here, paths);
    else paths.add(here);
  }
}

/** A path in the words of a conflict: `.data.cert.pem`, `.spec.ports[port=443,protocol="TCP"].name`. */
export function pathText(path: string): string {
  return path
    .split(SEPARATOR)
    .map((step) => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const keys: JsonObject = JSON.parse(step.slice(2));
      return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
}

/** Removes the field at a path from an object, and the maps and lists that are empty after that. */
export function removePath(object: JsonObject, path: string): void {
  removeSteps(object, path.split(SEPARATOR), 0);
}

function removeSteps(value: Json, steps: string[], depth: number): void {
  const step = steps[depth];
  if (step === undefined) return;
  const last = depth === steps.length - 1;
  if (step.startsWith('f:') && isObject(value)) {
    const key = step.slice(2);
    if (!Object.hasOwn(value, key)) return;
    const inner = value[key];
    if (!last && inner !== undefined) removeSteps(inner, steps, depth + 1);
    if (last || isEmpty(value[key])) delete value[key];
  } else if (Array.isArray(value)) {
    const index = value.findIndex((item) => isItem(item, step));
    if (index < 0) return;
    if (last) value.splice(index, 1);
    else removeSteps(value[index] ?? null, steps, depth + 1);
  }
}

function isItem(item: Json, step: string): boolean {
  if (step.startsWith('v:')) return JSON.stringify(item) === step.slice(2);
  const keys: JsonObject = JSON.parse(step.slice(2));
  return isObject(item) && itemStep(item, Object.keys(keys)) === step;
}

function isEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** Merges an applied configuration into an object: maps and lists with keys item by item, the rest as a whole. */
export function mergeApplied(live: Json | undefined, applied: Json, type: Resolved | null): Json {
  const keys = mapKeys(type);
  if (isObject(applied) && type?.schema['x-kubernetes-map-type'] !== 'atomic') {
    const result: JsonObject = isObject(live) ? { ...live } : {};
    for (const [key, value] of Object.entries(applied)) {
      if (value !== null) result[key] = mergeApplied(result[key], value, child(type, key));
    }
    return result;
  }
  if (Array.isArray(applied) && keys !== null) {
    const items = new Map((Array.isArray(live) ? live : []).map((item) => [itemStep(item, keys), item]));
    for (const item of applied) {
      const step = itemStep(item, keys);
      items.set(step, mergeApplied(items.get(step), item, itemOf(type)));
    }
    return Array.from(items.values());
  }
  if (Array.isArray(applied) && type?.schema['x-kubernetes-list-type'] === 'set') {
    const old = Array.isArray(live) ? live : [];
    return [...old, ...applied.filter((item) => !old.includes(item))];
  }
  return structuredClone(applied);
}
