import { ApiError, type Cause } from './api-error.ts';
import {
  type FieldValues,
  fieldsOf,
  fromFieldsV1,
  mergeApplied,
  pathText,
  removePath,
  toFieldsV1,
} from './field-paths.ts';
import { clone, isObject, type Json, type JsonObject, listAt, same, textAt } from './json.ts';
import { LIMITS } from './limits.ts';
import type { Resolved } from './schema.ts';

/** Who changes an object, and how. */
export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
  /** RFC 3339, seconds. */
  time: string;
}

interface Entry extends Manager {
  paths: Set<string>;
}

/**
 * Server-side apply: merges a configuration into an object, removes what the manager applied before and no longer
 * does, and records who owns which field.
 * @param live the object as it is, or null where apply creates it
 * @throws ApiError 409 where another manager owns a field that the configuration changes, unless `force`
 */
export function applyConfiguration(
  live: JsonObject | null,
  configuration: JsonObject,
  type: Resolved | null,
  manager: Manager,
  force: boolean,
): JsonObject {
  const entries = readEntries(live);
  const wanted = fieldsOf(configuration, type);
  const present = live === null ? new Map<string, Json>() : fieldsOf(live, type);
  const own = entries.find((entry) => isBy(entry, manager));
  const others = entries.filter((entry) => entry !== own);
  const changed = new Set(
    Array.from(wanted.keys()).filter((path) => !same(present.get(path), wanted.get(path))),
  );
  const taken = conflicts(others, changed);
  if (taken.length > 0 && !force) throw conflictError(taken);
  for (const { entry, path } of taken) entry.paths.delete(path);

  const merged = mergeApplied(live ?? {}, configuration, type);
  const result: JsonObject = clone(isObject(merged) ? merged : {});
  for (const path of own?.paths ?? []) {
    if (!wanted.has(path) && !others.some((entry) => entry.paths.has(path))) removePath(result, path);
  }
  const entry: Entry = { ...manager, paths: new Set(wanted.keys()) };
  return withEntries(result, live, [...others, entry]);
}

/** Records an update: the manager owns what it changed, and no manager owns what is gone. */
export function recordUpdate(
  before: JsonObject | null,
  after: JsonObject,
  type: Resolved | null,
  manager: Manager,
): JsonObject {
  const [old, now] = [before === null ? new Map() : fieldsOf(before, type), fieldsOf(after, type)];
  const changed = new Set(Array.from(now.keys()).filter((path) => !same(old.get(path), now.get(path))));
  const entries = readEntries(after);
  if (changed.size === 0 && old.size === now.size) return withEntries(after, before, entries);
  for (const entry of entries) {
    for (const path of entry.paths) {
      if (!now.has(path) || (changed.has(path) && !isBy(entry, manager))) entry.paths.delete(path);
    }
  }
  const own = entries.find((entry) => isBy(entry, manager));
  if (changed.size === 0) return withEntries(after, before, entries);
  const paths = new Set([...(own?.paths ?? []), ...changed]);
  return withEntries(after, before, [...entries.filter((entry) => entry !== own), { ...manager, paths }]);
}

/** The fields of an object that differ from another's; for tests of what an update changed. */
export function ownedBy(object: JsonObject, name: string): FieldValues {
  const paths = readEntries(object)
    .filter((entry) => entry.name === name)
    .flatMap((entry) => Array.from(entry.paths));
  return new Map(paths.map((path) => [path, true]));
}

function isBy(entry: Entry, manager: Manager): boolean {
  return (
    entry.name === manager.name &&
    entry.operation === manager.operation &&
    entry.subresource === manager.subresource
  );
}

function conflicts(entries: Entry[], changed: Set<string>): { entry: Entry; path: string }[] {
  return entries.flatMap((entry) =>
    Array.from(entry.paths)
      .filter((path) => changed.has(path))
      .map((path) => ({ entry, path })),
  );
}

function conflictError(taken: { entry: Entry; path: string }[]): ApiError {
  const names = taken.map(({ entry }) => describe(entry));
  const causes: Cause[] = taken.map(({ path }, index) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${names[index]}`,
    field: pathText(path),
  }));
  const what = causes.length === 1 ? '1 conflict' : `${causes.length} conflicts`;
  return new ApiError(409, 'Conflict', `Apply failed with ${what}: ${summary(causes)}`, {
    causes: causes as Json[],
  });
}

/** `conflict with "a": .x`, or for several of one manager `conflicts with "a":` and a list. */
function summary(causes: Cause[]): string {
  const byMessage = Map.groupBy(causes, ({ message }) => message);
  const lines = Array.from(byMessage, ([message, group]) =>
    group.length === 1
      ? `${message}: ${group[0]?.field}`
      : `${message.replace('conflict with', 'conflicts with')}:\n${group.map(({ field }) => `- ${field}`).join('\n')}`,
  );
  return lines.length === 1 ? (lines[0] ?? '') : lines.join('\n');
}

function describe(entry: Entry): string {
  const name = JSON.stringify(entry.name);
  if (entry.operation === 'Apply') return name;
  const where = entry.subresource === '' ? '' : ` with subresource "${entry.subresource}"`;
  return `${name}${where} using ${entry.apiVersion}`;
}

function readEntries(object: JsonObject | null): Entry[] {
  return listAt(object ?? {}, 'metadata', 'managedFields').map((entry) => ({
    name: textAt(entry, 'manager'),
    operation: textAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
    apiVersion: textAt(entry, 'apiVersion'),
    subresource: textAt(entry, 'subresource'),
    time: textAt(entry, 'time'),
    paths: fromFieldsV1(isObject(entry) ? entry.fieldsV1 : undefined),
  }));
}

/** The object with these entries; the oldest fall out beyond the limit, as they do in Kubernetes. */
function withEntries(object: JsonObject, live: JsonObject | null, entries: Entry[]): JsonObject {
  const metadata = isObject(object.metadata) ? { ...object.metadata } : {};
  const kept = entries.filter((entry) => entry.paths.size > 0).slice(-LIMITS.MANAGERS);
  const before = new Map(
    listAt(live ?? {}, 'metadata', 'managedFields').map((entry) => [idOf(entry), entry]),
  );
  const managedFields = kept.map((entry) => {
    const made: JsonObject = {
      manager: entry.name,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      time: entry.time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(entry.paths),
      ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
    };
    // An entry whose fields did not change keeps its time.
    const old = before.get(idOf(made));
    return old !== undefined && isObject(old) && same(old.fieldsV1, made.fieldsV1) ? old : made;
  });
  if (managedFields.length === 0) delete metadata.managedFields;
  else metadata.managedFields = managedFields;
  return { ...object, metadata };
}

function idOf(entry: Json): string {
  return ['manager', 'operation', 'subresource'].map((key) => textAt(entry, key)).join('\0');
}
