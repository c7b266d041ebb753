import { fail } from './errors.ts';
import type { Observation, ObservationBody, Observe } from './observations.ts';

export type Subscriber = (observation: Observation) => void;

/**
 * The one event stream of a world: keeps the last `capacity` observations and hands each to every subscriber in
 * the order in which they happened.
 */
export class ObservationLog {
  readonly #capacity: number;
  readonly #subscribers = new Set<Subscriber>();
  #kept: Observation[] = [];
  #seq = 0;
  #start = performance.now();
  /** Many observations fall into one millisecond, and printing a date is most of what one costs. */
  #printed = { ms: 0, at: '' };

  /** @param capacity how many observations are kept; older ones are dropped */
  constructor(capacity = 20_000) {
    this.#capacity = capacity;
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
    this.#kept.push(observation);
    // Dropping in blocks keeps the cost of a full log constant per observation.
    if (this.#kept.length > this.#capacity * 1.25) this.#kept = this.#kept.slice(-this.#capacity);
    for (const subscriber of this.#subscribers) subscriber(observation);
  };

  /** ms since the stream began, on the clock of its observations. */
  now(): number {
    return Math.round((performance.now() - this.#start) * 1000) / 1000;
  }

  #printNow(): string {
    const ms = Date.now();
    if (ms !== this.#printed.ms) this.#printed = { ms, at: new Date(ms).toISOString() };
    return this.#printed.at;
  }

  /** The kept observations, oldest first. */
  all(): readonly Observation[] {
    return this.#kept.slice(-this.#capacity);
  }

  /** Forgets what was kept; `seq` goes on counting so that a reader never sees a number twice. */
  clear(): void {
    this.#kept = [];
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
    const known = this.#kept.find(wanted);
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
