import type { Random } from '../random.ts';

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  'x',
  '\u0000',
  '\ud800',
  [],
  {},
  '__proto__',
];

/** Takes a JSON value and puts odd values, doubled lists and unknown fields in some of its places. */
export function spoil(value: unknown, random: Random, times: number): unknown {
  if (random.oneIn(times)) return random.pick(VALUES);
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item) => spoil(item, random, times));
    return random.oneIn(times) ? [...items, ...items] : items;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, spoil(each, random, times)] as const);
  const extra = random.oneIn(times)
    ? [[random.pick(['extra', '__proto__', 'constructor', '']), 1] as const]
    : [];
  return Object.fromEntries([...entries, ...extra]);
}

/** Deep nesting in `depth` levels of arrays, as text. */
export const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
