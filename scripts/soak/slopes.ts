/** What is measured at one moment of a soak. What the system does not tell is null. */
export interface Sample {
  /** Since the start, seconds. */
  seconds: number;
  rssBytes: number | null;
  /** After a collection. */
  heapBytes: number;
  descriptors: number | null;
  /** Longest of 99 in 100 delays of the event loop since the sample before, ms. */
  loopDelayMs: number;
}

export interface Line {
  name: string;
  unit: string;
  /** Per hour, in the unit, by least squares. */
  slope: number;
  /** What the slope comes to over the time measured, in the unit. */
  growth: number;
  /** The growth that is still allowed. */
  most: number;
  holds: boolean;
}

const MIB = 2 ** 20;
/** The share of the samples in which caches fill and code is compiled; they are not judged. */
const WARM_UP = 1 / 4;

const MEASURES: readonly { name: string; unit: string; most: number; of(sample: Sample): number | null }[] = [
  { name: 'RSS', unit: 'MiB', most: 64, of: ({ rssBytes }) => (rssBytes === null ? null : rssBytes / MIB) },
  { name: 'heap', unit: 'MiB', most: 16, of: ({ heapBytes }) => heapBytes / MIB },
  { name: 'descriptors', unit: '', most: 20, of: ({ descriptors }) => descriptors },
  { name: 'event-loop delay p99', unit: 'ms', most: 50, of: ({ loopDelayMs }) => loopDelayMs },
];

/**
 * The slope of each measure after the warm-up, and whether what it comes to is within its limit.
 *
 * @throws Error with fewer than four samples: three points and a warm-up make no slope
 */
export function toLines(samples: readonly Sample[]): Line[] {
  if (samples.length < 4) throw new Error(`a slope needs four samples, and there are ${samples.length}`);
  const judged = samples.slice(Math.floor(samples.length * WARM_UP));
  return MEASURES.flatMap(({ name, unit, most, of }) => {
    const points = judged.flatMap((sample) => {
      const y = of(sample);
      return y === null ? [] : [{ x: sample.seconds, y }];
    });
    if (points.length < 2) return [];
    const perSecond = slopeOf(points);
    const growth = perSecond * ((points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0));
    return [{ name, unit, slope: perSecond * 3600, growth, most, holds: growth <= most }];
  });
}

/** Least squares. 0 where all points have one x. */
export function slopeOf(points: readonly { x: number; y: number }[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x0, y0] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const across = points.reduce((sum, { x, y }) => sum + (x - x0) * (y - y0), 0);
  const along = points.reduce((sum, { x }) => sum + (x - x0) ** 2, 0);
  return along === 0 ? 0 : across / along;
}

/** The verdict for people, a line a measure. */
export function toText(lines: readonly Line[]): string {
  return lines
    .map(({ name, unit, slope, growth, most, holds }) => {
      const of = (value: number): string => `${value.toFixed(1)} ${unit}`.trim();
      return `${holds ? 'ok    ' : 'GROWS '}  ${name}: ${of(slope)} an hour, ${of(growth)} in all; ${of(most)} allowed`;
    })
    .join('\n');
}
