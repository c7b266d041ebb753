import { fail } from './errors.ts';
import type { Observation, ObservationBody, Observe } from './observations.ts';

export type Subscriber = (observation: Observation) => void;

/** What a log keeps at most. */
export interface LogLimits {
  /** How many observations. */
  count: number;
  /** Bytes in all, as `sizeOf` estimates them. */
  bytes: number;
}

const DEFAULT_LIMITS: LogLimits = { count: 20_000, bytes: 32 * 1024 * 1024 };

/**
 * The one event stream of a world: keeps the last observations, up to a number and up to a size, and hands each to
 * every subscriber in the order in which they happened.
 */
export class ObservationLog {
  readonly #limits: LogLimits;
  readonly #subscribers = new Set<Subscriber>();
  /** Kept from `#first` on; their `seq` have no gaps. */
  #kept: Kept[] = [];
  #first = 0;
  #bytes = 0;
  #dropped = 0;
  #seq = 0;
  #start = performance.now();
  /** Many observations fall into one millisecond, and printing a date is most of what one costs. */
  #printed = { ms: 0, at: '' };

  /** @param limits beyond which the oldest observations are dropped */
  constructor(limits: Partial<LogLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /** Bound, so that it can be handed to a room as its `observe`. */
  readonly emit: Observe = (body: ObservationBody): void => {
    this.#seq += 1;
    const observation: Observation = {
      seq: this.#seq,
      at: this.#printNow(),
      ms: this.now(),
      ...body,
    };
    const bytes = sizeOf(body);
    this.#kept.push({ observation, bytes });
    this.#bytes += bytes;
    while (this.#bytes > this.#limits.bytes || this.#kept.length - this.#first > this.#limits.count)
      this.#drop();
    for (const subscriber of this.#subscribers) subscriber(observation);
  };

  #drop(): void {
    const oldest = this.#kept[this.#first];
    if (oldest === undefined) return;
    this.#bytes -= oldest.bytes;
    this.#dropped += 1;
    this.#first += 1;
    // Cutting the array in blocks keeps the cost of a full log constant per observation.
    if (this.#first < 1024 || this.#first * 4 < this.#kept.length) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }

  /** ms since the stream began, on the clock of its observations. */
  now(): number {
    return Math.round((performance.now() - this.#start) * 1000) / 1000;
  }

  #printNow(): string {
    const ms = Date.now();
    if (ms !== this.#printed.ms) this.#printed = { ms, at: new Date(ms).toISOString() };
    return this.#printed.at;
  }

  /** `seq` of the newest observation; 0 before there was one. */
  get last(): number {
    return this.#seq;
  }

  /** The kept observations, oldest first. */
  all(): readonly Observation[] {
    return this.#kept.slice(this.#first).map(({ observation }) => observation);
  }

  /** The oldest kept observation with a `seq` above the given one, or undefined where there is none. */
  after(seq: number): Observation | undefined {
    const oldest = this.#kept[this.#first]?.observation.seq;
    if (oldest === undefined) return undefined;
    return this.#kept[this.#first + Math.max(0, seq + 1 - oldest)]?.observation;
  }

  /** How many observations were dropped because the log was full. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Forgets what was kept; `seq` goes on counting so that a reader never sees a number twice. */
  clear(): void {
    this.#kept = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  /** @returns a function that ends the subscription */
  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /**
   * Resolves with the first observation, kept or to come, that `wanted` accepts.
   *
   * @param timeoutMs how long to wait for it
   * @throws MockError OBSERVATION_TIMEOUT when none came in time
   */
  waitFor(wanted: (observation: Observation) => boolean, timeoutMs = 5000): Promise<Observation> {
    const known = this.all().find(wanted);
    return known === undefined ? this.next(wanted, timeoutMs) : Promise.resolve(known);
  }

  /** As `waitFor`, but only an observation that is yet to come will do. */
  next(wanted: (observation: Observation) => boolean, timeoutMs = 5000): Promise<Observation> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop();
        reject(fail('OBSERVATION_TIMEOUT', { ms: timeoutMs }));
      }, timeoutMs);
      const stop = this.subscribe((observation) => {
        if (!wanted(observation)) return;
        clearTimeout(timer);
        stop();
        resolve(observation);
      });
    });
  }
}

interface Kept {
  observation: Observation;
  bytes: number;
}

/** What an observation costs beside its texts: the object itself, numbers, date. */
const OVERHEAD = 300;
const PER_FIELD = 16;

/**
 * Estimates the memory of an observation, bytes.
 *
 * PERF: 0.2 us for a request; JSON.stringify takes 2 us.
 */
export function sizeOf(body: ObservationBody): number {
  return OVERHEAD + sizeOfValue(body);
}

function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return value.length + PER_FIELD;
  if (typeof value !== 'object' || value === null) return PER_FIELD;
  let bytes = PER_FIELD;
  for (const key in value) bytes += sizeOfValue((value as Record<string, unknown>)[key]);
  return bytes;
}
