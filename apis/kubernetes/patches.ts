import { applyPatch, type Operation } from 'rfc6902';
import { ApiError, badRequest } from './api-error.ts';
import { clone, isObject, type Json, type JsonObject, same } from './json.ts';
import { LIMITS } from './limits.ts';
import { child, itemOf, type Resolved } from './schema.ts';

/** JSON merge patch (RFC 7386). The target is not changed. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return clone(patch);
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/**
 * JSON patch (RFC 6902). The target is not changed.
 * @throws ApiError 400 where it is no list of operations, 422 where an operation cannot be carried out
 */
export function jsonPatch(target: JsonObject, patch: Json): JsonObject {
  if (!Array.isArray(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    );
  }
  if (patch.length > LIMITS.PATCH_OPERATIONS) {
    throw new ApiError(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${LIMITS.PATCH_OPERATIONS}, got ${patch.length}`,
    );
  }
  const refused = new ApiError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
  const operations = patch.map((one) => {
    if (!isOperation(one)) throw refused;
    return one;
  });
  const result = clone(target);
  let grown = 0;
  for (const operation of operations) {
    // `copy` doubles a document with each operation; what is copied counts towards the size of a body.
    if (operation.op === 'copy') {
      grown += JSON.stringify(result).length;
      if (grown > LIMITS.BODY * 4) throw refused;
    }
    if (!carriedOut(result, operation)) throw refused;
  }
  if (!isObject(result)) throw refused;
  return result;
}

/** Carries out one operation in place. The library throws where a path is no JSON pointer. */
function carriedOut(result: JsonObject, operation: Operation): boolean {
  try {
    const [error] = applyPatch(result, [operation]);
    return error === null || error === undefined;
  } catch {
    return false;
  }
}

function isOperation(value: Json): value is JsonObject & Operation {
  if (!isObject(value) || typeof value.path !== 'string') return false;
  if (value.path.includes('__proto__')) return false;
  switch (value.op) {
    case 'add':
    case 'replace':
    case 'test':
      return value.value !== undefined;
    case 'remove':
      return true;
    case 'move':
    case 'copy':
      return typeof value.from === 'string' && !value.from.includes('__proto__');
    default:
      return false;
  }
}

/**
 * Strategic merge patch: a merge patch in which lists that the schema gives a merge key are merged item by item, with
 * the directives `$patch`, `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
 * @throws ApiError 400 where a directive is unknown or an item lacks its merge key
 */
export function strategicMerge(
  target: Json | undefined,
  patch: JsonObject,
  type: Resolved | null,
): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  if (patch.$patch !== undefined && patch.$patch !== 'merge') {
    throw badRequest(`unknown patch type found: ${JSON.stringify(patch.$patch)}`);
  }
  const before: JsonObject = isObject(target) ? target : {};
  const retained = Array.isArray(patch.$retainKeys) ? new Set(patch.$retainKeys) : null;
  const result: JsonObject = Object.fromEntries(
    Object.entries(before).filter(([key]) => retained === null || retained.has(key)),
  );
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === '$retainKeys') continue;
    if (key.startsWith('$')) applyListDirective(result, key, value);
    else if (value === null) delete result[key];
    else result[key] = mergeValue(result[key], value, child(type, key), key);
  }
  reorder(result, patch, type);
  return result;
}

function mergeValue(before: Json | undefined, value: Json, type: Resolved | null, key: string): Json {
  const strategy = type?.schema['x-kubernetes-patch-strategy'] ?? '';
  if (isObject(value)) {
    return strategy.includes('replace') ? withoutDirectives(value) : strategicMerge(before, value, type);
  }
  if (!Array.isArray(value) || !strategy.includes('merge')) return clone(value);
  const mergeKey = type?.schema['x-kubernetes-patch-merge-key'];
  const old = Array.isArray(before) ? before : [];
  if (mergeKey === undefined)
    return [...old, ...value.filter((one) => !old.some((known) => same(known, one)))];
  return mergeItems(old, value, mergeKey, type, key);
}

function mergeItems(
  old: Json[],
  patch: Json[],
  mergeKey: string,
  type: Resolved | null,
  field: string,
): Json[] {
  if (patch.some((item) => isObject(item) && item.$patch === 'replace')) {
    return patch.filter((item) => isObject(item) && item.$patch !== 'replace').map(clone);
  }
  const result = new Map(old.map((item) => [keyOf(item, mergeKey, field), item]));
  const items = itemOf(type);
  for (const item of patch) {
    if (!isObject(item)) throw badRequest(`the list ${field} has an item that is not an object`);
    const id = keyOf(item, mergeKey, field);
    if (item.$patch === 'delete') result.delete(id);
    else result.set(id, strategicMerge(result.get(id), item, items));
  }
  const order = patch.map((item) => keyOf(item, mergeKey, field));
  return inPatchOrder(
    result,
    order,
    old.map((item) => keyOf(item, mergeKey, field)),
  );
}

/**
 * The items that a patch names stand in its order; the others keep theirs, and stand before an item of the patch
 * where they stood before it.
 */
function inPatchOrder(items: Map<string, Json>, order: string[], before: string[]): Json[] {
  const rank = new Map(before.map((id, index) => [id, index]));
  const named = new Set(order);
  const rest = before.filter((id) => items.has(id) && !named.has(id));
  const result: string[] = [];
  for (const id of named) {
    const place = rank.get(id);
    while (place !== undefined && rest[0] !== undefined && (rank.get(rest[0]) ?? 0) < place)
      result.push(rest.shift() ?? '');
    result.push(id);
  }
  return [...result, ...rest].map((id) => items.get(id)).filter((item) => item !== undefined);
}

function keyOf(item: Json, mergeKey: string, field: string): string {
  const key = isObject(item) ? item[mergeKey] : undefined;
  if (key === undefined) {
    throw badRequest(
      `map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey} (in ${field})`,
    );
  }
  return JSON.stringify(key);
}

const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ORDER = '$setElementOrder/';

function applyListDirective(result: JsonObject, directive: string, value: Json): void {
  if (directive.startsWith(ORDER)) return;
  if (!directive.startsWith(DELETE_PRIMITIVES) || !Array.isArray(value)) {
    throw badRequest(`unknown patch directive: ${directive}`);
  }
  const key = directive.slice(DELETE_PRIMITIVES.length);
  const list = result[key];
  if (Array.isArray(list)) result[key] = list.filter((one) => !value.some((gone) => same(gone, one)));
}

/** Puts the items that `$setElementOrder/…` names in its order. */
function reorder(result: JsonObject, patch: JsonObject, type: Resolved | null): void {
  for (const [directive, order] of Object.entries(patch)) {
    const key = directive.slice(ORDER.length);
    const list = result[key];
    if (!directive.startsWith(ORDER) || !Array.isArray(order) || !Array.isArray(list)) continue;
    const mergeKey = child(type, key)?.schema['x-kubernetes-patch-merge-key'];
    const idOf = (item: Json): string =>
      JSON.stringify(mergeKey === undefined ? item : isObject(item) ? (item[mergeKey] ?? null) : item);
    const items = new Map(list.map((item) => [idOf(item), item]));
    result[key] = inPatchOrder(items, order.map(idOf), list.map(idOf));
  }
}

function withoutDirectives(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(clone(value)).filter(([key]) => !key.startsWith('$')));
}
