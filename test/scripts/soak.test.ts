import t from 'tap';
import { type Sample, slopeOf, toLines, toText } from '../../scripts/soak/slopes.ts';

const MIB = 2 ** 20;
const samples = (of: (index: number) => Partial<Sample>): Sample[] =>
  Array.from({ length: 12 }, (_, index) => ({
    ...{ seconds: index * 60, rssBytes: 100 * MIB, heapBytes: 40 * MIB, descriptors: 40, loopDelayMs: 10 },
    ...of(index),
  }));
const growing = (of: (index: number) => Partial<Sample>): string[] =>
  toLines(samples(of)).flatMap(({ name, holds }) => (holds ? [] : [name]));

t.test('a slope is that of least squares', async (t) => {
  t.equal(
    slopeOf([
      { x: 0, y: 1 },
      { x: 2, y: 5 },
    ]),
    2,
  );
  t.equal(
    slopeOf([
      { x: 0, y: 0 },
      { x: 1, y: 3 },
      { x: 2, y: 0 },
    ]),
    0,
  );
  t.equal(
    slopeOf([
      { x: 1, y: 0 },
      { x: 1, y: 9 },
    ]),
    0,
  );
});

t.test('what grows is named, and what only warms up or shrinks is not', async (t) => {
  t.strictSame(
    growing(() => ({})),
    [],
  );
  t.strictSame(
    growing((index) => ({ heapBytes: (40 + 3 * index) * MIB })),
    ['heap'],
  );
  t.strictSame(
    growing((index) => ({ rssBytes: (100 + 10 * index) * MIB })),
    ['RSS'],
  );
  t.strictSame(
    growing((index) => ({ descriptors: 40 + 4 * index })),
    ['descriptors'],
  );
  t.strictSame(
    growing((index) => ({ loopDelayMs: 10 * index })),
    ['event-loop delay p99'],
  );
  t.strictSame(
    growing((index) => ({ heapBytes: (index < 3 ? 10 : 40) * MIB })),
    [],
  );
  t.strictSame(
    growing((index) => ({ heapBytes: (400 - 9 * index) * MIB })),
    [],
  );
});

t.test('what the system does not tell is left out', async (t) => {
  const lines = toLines(samples(() => ({ rssBytes: null, descriptors: null })));
  t.strictSame(
    lines.map(({ name }) => name),
    ['heap', 'event-loop delay p99'],
  );
});

t.test('the verdict is a line a measure, in the unit and by the hour', async (t) => {
  const text = toText(toLines(samples((index) => ({ heapBytes: (40 + 3 * index) * MIB }))));
  t.match(text, /^GROWS {3}heap: 180\.0 MiB an hour, 24\.0 MiB in all; 16\.0 MiB allowed$/m);
  t.match(text, /^ok {6}descriptors: 0\.0 an hour/m);
});

t.test('three samples make no verdict', async (t) => {
  t.throws(() => toLines(samples(() => ({})).slice(0, 3)), /needs four samples/);
});
