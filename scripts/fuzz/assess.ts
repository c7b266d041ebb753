import type { HonestCount } from './honest-client.ts';
import type { Resources } from './router-process.ts';

const MIB = 2 ** 20;
/** Misses beyond this share fail; below it they are reported, because the machine has its own part in them. */
export const MISSES_ALLOWED = 0.5;
/** Descriptors beyond those at the start: connections of the control API that are kept alive. */
const DESCRIPTORS_MORE = 24;
/** Heap beyond that at the start, bytes, after the observations were deleted and a collection. */
const HEAP_MORE = 32 * MIB;

/** Whether descriptors and heap are back near where they were. */
export function isBack(before: Resources, after: Resources): boolean {
  return held(before, after).length === 0;
}

/** What a run of one generator broke, as sentences. */
export function assess(before: Resources, after: Resources, honest: HonestCount): string[] {
  const sentences = held(before, after);
  if (honest.wrong !== null) sentences.push(honest.wrong);
  if (honest.asked === 0) sentences.push('no honest client asked anything');
  if (honest.misses > honest.asked * MISSES_ALLOWED)
    sentences.push(`${honest.misses} of ${honest.asked} honest answers took more than 100 ms`);
  return sentences;
}

function held(before: Resources, after: Resources): string[] {
  const sentences: string[] = [];
  if (before.descriptors !== null && (after.descriptors ?? 0) > before.descriptors + DESCRIPTORS_MORE)
    sentences.push(`descriptors went from ${before.descriptors} to ${after.descriptors}`);
  if (after.heapBytes > before.heapBytes + HEAP_MORE)
    sentences.push(`heap went from ${toMib(before.heapBytes)} to ${toMib(after.heapBytes)} MiB`);
  return sentences;
}

export const toMib = (bytes: number): number => Math.round(bytes / MIB);

/** The time that 99 of 100 did not go beyond, ms; 0 for none. */
export function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(sorted.length * 0.99) - 1)] ?? 0);
}
