import type { Observation } from '../common/observations.ts';
import { collapseRecords, describeObservation } from './timeline/describe-observation.ts';
import type { ProcessEvent, TimelineEntry } from './timeline/entry.ts';

export type { ProcessEvent, TimelineEntry } from './timeline/entry.ts';

/** Entries that a timeline keeps; the middle of a longer one is left out. */
const MOST_ENTRIES = 400;

/** Puts what the world saw and what became of the process into one order. Pure. */
export function buildTimeline(
  events: readonly Observation[],
  processEvents: readonly ProcessEvent[] = [],
): TimelineEntry[] {
  const entries = [
    ...processEvents.filter(({ event }) => event === 'started').map(describeProcess),
    ...collapseRecords(events).flatMap(describeObservation),
    ...processEvents.filter(({ event }) => event !== 'started').map(describeProcess),
  ].sort((a, b) => a.ms - b.ms);
  const zero = (processEvents.find(({ event }) => event === 'started') ?? entries[0])?.ms ?? 0;
  return leaveOutTheMiddle(entries.map((entry) => ({ ...entry, ms: round(entry.ms - zero) })));
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

function describeProcess(event: ProcessEvent): TimelineEntry {
  const entry = { ms: event.ms, who: 'process' as const, what: event.event };
  switch (event.event) {
    case 'started':
      return { ...entry, text: 'the client is started' };
    case 'timed-out':
      return { ...entry, text: 'its time is up, the client is ended' };
    case 'exited':
      return {
        ...entry,
        text: event.signal === null ? `exit ${event.exitCode}` : `ended by ${event.signal}`,
      };
  }
}

function leaveOutTheMiddle(entries: TimelineEntry[]): TimelineEntry[] {
  if (entries.length <= MOST_ENTRIES) return entries;
  const head = entries.slice(0, MOST_ENTRIES * 0.75);
  const tail = entries.slice(-MOST_ENTRIES * 0.25);
  const left = entries.length - head.length - tail.length;
  const at = head.at(-1)?.ms ?? 0;
  return [
    ...head,
    { ms: at, who: 'process', what: 'left-out', text: `… ${left} entries are left out …` },
    ...tail,
  ];
}

/**
 * A timeline as text for a screen: ms, who, what was said. What the client does stands at the margin and what it is
 * answered is set in, so that a reader sees the two sides of the talk.
 */
export function formatTimeline(entries: readonly TimelineEntry[]): string {
  const times = entries.map(({ ms }) => ms.toFixed(1));
  const width = Math.max(2, ...times.map((time) => time.length));
  const head = `${'ms'.padStart(width)}  who`;
  const lines = entries.map(({ who, text }, index) => {
    const arrow = ARROWS[who];
    return `${(times[index] ?? '').padStart(width)}  ${who.padEnd(7)}  ${arrow}${text}`;
  });
  return [head, ...lines].join('\n');
}

const ARROWS: Readonly<Record<TimelineEntry['who'], string>> = {
  client: '→ ',
  dns: '  ← ',
  router: '  ← ',
  process: '· ',
};
