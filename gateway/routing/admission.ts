/** A request that wants one of a deployment's slots. */
export interface Waiter {
  /** Called, once, when a request that had to wait gets a slot. */
  admitted(): void;
  /** Called, once, when it waited for as long as it may. */
  expired(): void;
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
  /** A Map keeps the order of arrival and lets one that gives up go from its middle. */
  readonly #queue = new Map<Waiter, NodeJS.Timeout>();
  #inFlight = 0;
  #onDrained: (() => void)[] = [];

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queue.size;
  }

  /**
   * Asks for a slot: `admitted` has one now, `queued` will be called back, `full` gets none.
   */
  enter(waiter: Waiter): 'admitted' | 'queued' | 'full' {
    const { slots, maxPending, maxQueueWaitMs } = this.#limits;
    if (this.#inFlight < slots) {
      this.#inFlight += 1;
      return 'admitted';
    }
    if (maxPending !== null && this.#inFlight + this.#queue.size >= maxPending) return 'full';
    if (maxQueueWaitMs === 0) return 'full';
    const timer = setTimeout(() => {
      this.#queue.delete(waiter);
      waiter.expired();
    }, maxQueueWaitMs);
    this.#queue.set(waiter, timer);
    return 'queued';
  }

  /** Gives a slot back; the first in the queue gets it. */
  release(): void {
    if (this.#queue.size === 0) {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#tellDrained();
      return;
    }
    const next = this.#queue.entries().next();
    if (next.done === true) return;
    const [waiter, timer] = next.value;
    this.#queue.delete(waiter);
    clearTimeout(timer);
    waiter.admitted();
  }

  /** Resolves at the next moment at which no request is in work or waiting. */
  drained(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onDrained.push(resolve));
  }

  #tellDrained(): void {
    for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  /** Leaves the queue without a slot, as a client does that went away. */
  leave(waiter: Waiter): void {
    const timer = this.#queue.get(waiter);
    if (timer === undefined) return;
    clearTimeout(timer);
    this.#queue.delete(waiter);
  }
}
