import type { Answered } from './step.ts';

type Fields = Record<string, unknown>;

/** What differs between clusters and between runs, and means nothing. */
const DROPPED = new Set([
  'managedFields',
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'description',
  'storageVersionHash',
  'serverAddressByClientCIDRs',
  'continue',
  'clusterIP',
  'clusterIPs',
]);

/** One place where two answers differ. */
export interface Difference {
  /** Such as `body.details.causes[0].message`. */
  path: string;
  real: unknown;
  ours: unknown;
}

/**
 * Compares the answers to one step. A value of a run (uid, version, time, address, age) is not compared; a list of
 * discovery holds at least what ours holds.
 */
export function compare(name: string, real: Answered, ours: Answered): Difference[] {
  const found: Difference[] = [];
  const subset = name.startsWith('discovery: ');
  walk(normalised({ ...real }), normalised({ ...ours }), '', subset, found);
  return found;
}

/** An answer without what differs between runs; what is recorded is in this form. */
export function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value === 'string') return plain(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Fields).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, key === 'nodePort' && inner !== 30_443 ? 'PORT' : normalised(inner)]),
  );
}

function plain(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/^(\d+[smhdy]){1,2}$/, 'AGE')
    .replace(/^10\.0\.\d+\.\d+$/, 'IP')
    .replace(/:3[0-2]\d{3}\//g, ':PORT/')
    .replace(/gen-[a-z0-9]{5}/g, 'gen-RANDOM')
    .replace(/\n(?:\s+)?(uid|creationTimestamp|resourceVersion|time): .*$/gm, '');
}

function walk(real: unknown, ours: unknown, path: string, subset: boolean, found: Difference[]): void {
  if (Array.isArray(real) && Array.isArray(ours)) {
    if (subset) compareNamed(real, ours, path, found);
    else {
      if (real.length !== ours.length)
        found.push({ path: `${path}.length`, real: real.length, ours: ours.length });
      for (const [index, item] of ours.entries()) {
        if (index < real.length) walk(real[index], item, `${path}[${index}]`, subset, found);
      }
    }
    return;
  }
  if (isRecord(real) && isRecord(ours)) {
    for (const key of new Set([...Object.keys(real), ...Object.keys(ours)])) {
      walk(real[key], ours[key], path === '' ? key : `${path}.${key}`, subset, found);
    }
    return;
  }
  if (real !== ours) found.push({ path, real, ours });
}

/** Ours may hold fewer kinds; each that it holds has to be the same. */
function compareNamed(real: unknown[], ours: unknown[], path: string, found: Difference[]): void {
  for (const item of ours) {
    if (!isRecord(item)) {
      if (!real.includes(item)) found.push({ path, real: null, ours: item });
      continue;
    }
    const name = item.name ?? item.groupVersion;
    const other = real.find((one) => isRecord(one) && (one.name ?? one.groupVersion) === name);
    if (other === undefined) found.push({ path: `${path}[${String(name)}]`, real: undefined, ours: item });
    else walk(other, item, `${path}[${String(name)}]`, true, found);
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
