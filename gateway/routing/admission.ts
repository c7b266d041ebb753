/** A request that wants one of a deployment's slots. */
export interface Waiter {
  /** Called, once, when a request that had to wait gets a slot. */
  admitted(): void;
  /** Called, once, when it waited for as long as it may. */
  expired(): void;
}

/** Where a waiter stands in the queue. */
export interface Place {
  readonly waiter: Waiter;
  readonly timer: NodeJS.Timeout;
  before: Place | null;
  behind: Place | null;
}

export interface AdmissionLimits {
  /** Requests that may be in work at once: max_concurrent_requests_per_instance × instance_count. */
  slots: number;
  /** ms that a request may wait for a slot: max_queue_wait_ms. */
  maxQueueWaitMs: number;
  /** Requests in work and waiting together; above it a request does not even wait. Null: no bound. */
  maxPending: number | null;
}

/**
 * The slots of one deployment and the queue before them, first come first served. Who is told `admitted`, at once or
 * later, must `release` the slot exactly once.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  // A linked list and no Map: V8 chains each outgrown table of a Map to its successor, and so a Map that every request
  // enters and leaves keeps dead requests alive until the next full collection.
  #first: Place | null = null;
  #last: Place | null = null;
  #queued = 0;
  #inFlight = 0;
  #onDrained: (() => void)[] = [];

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queued;
  }

  /**
   * Asks for a slot: `admitted` has one now and is not called back; `full` gets none; a place in the queue is called
   * back.
   */
  enter(waiter: Waiter): 'admitted' | 'full' | Place {
    const { slots, maxPending, maxQueueWaitMs } = this.#limits;
    if (this.#inFlight < slots) {
      this.#inFlight += 1;
      return 'admitted';
    }
    if (maxPending !== null && this.#inFlight + this.#queued >= maxPending) return 'full';
    if (maxQueueWaitMs === 0) return 'full';
    const timer = setTimeout(() => {
      this.#remove(place);
      waiter.expired();
    }, maxQueueWaitMs);
    const place: Place = { waiter, timer, before: this.#last, behind: null };
    if (this.#last === null) this.#first = place;
    else this.#last.behind = place;
    this.#last = place;
    this.#queued += 1;
    return place;
  }

  /** Gives a slot back; the first in the queue gets it. */
  release(): void {
    const next = this.#first;
    if (next === null) {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#tellDrained();
      return;
    }
    this.leave(next);
    next.waiter.admitted();
  }

  /** Gives a place in the queue up, as a client does that went away. A place is given up once. */
  leave(place: Place): void {
    clearTimeout(place.timer);
    this.#remove(place);
  }

  #remove(place: Place): void {
    const { before, behind } = place;
    if (before === null) this.#first = behind;
    else before.behind = behind;
    if (behind === null) this.#last = before;
    else behind.before = before;
    place.before = null;
    place.behind = null;
    this.#queued -= 1;
  }

  /** Resolves at the next moment at which no request is in work or waiting. */
  drained(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onDrained.push(resolve));
  }

  #tellDrained(): void {
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }
}
