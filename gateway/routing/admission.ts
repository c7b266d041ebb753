import { LocalSlots, type SlotCounter } from './slot-counter.ts';

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
  readonly ticket: number;
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
 * The slots of one deployment and the queue before them, first come first served. A waiter that is `admitted`, at once
 * or later, must `release` the slot exactly once.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #slots: SlotCounter;
  readonly #forgetTurn: () => void;
  // A linked list and no Map: V8 chains each outgrown table of a Map to its successor, and so a Map that every request
  // enters and leaves keeps dead requests alive until the next full collection.
  #first: Place | null = null;
  #last: Place | null = null;
  /** Requests in work here; others may be in work where the slots are shared. */
  #inWork = 0;
  #onDrained: (() => void)[] = [];

  constructor(limits: AdmissionLimits, slots: SlotCounter = new LocalSlots()) {
    this.#limits = limits;
    this.#slots = slots;
    this.#forgetTurn = slots.onTurn(() => this.#letIn());
  }

  get inFlight(): number {
    return this.#slots.inFlight;
  }

  get queued(): number {
    return this.#slots.queued;
  }

  /**
   * Asks for a slot: `admitted` has one now and is not called back; `full` gets none; a place in the queue is called
   * back.
   */
  enter(waiter: Waiter): 'admitted' | 'full' | Place {
    const { slots, maxPending, maxQueueWaitMs } = this.#limits;
    if (this.#first === null && this.#slots.take(slots)) {
      this.#inWork += 1;
      return 'admitted';
    }
    if (maxPending !== null && this.inFlight + this.queued >= maxPending) return 'full';
    if (maxQueueWaitMs === 0) return 'full';
    const timer = setTimeout(() => {
      this.#remove(place);
      waiter.expired();
    }, maxQueueWaitMs);
    const ticket = this.#slots.join();
    const place: Place = { waiter, timer, ticket, before: this.#last, behind: null };
    if (this.#last === null) this.#setFirst(place);
    else this.#last.behind = place;
    this.#last = place;
    // A slot may have become free elsewhere before the queue here was visible there.
    if (this.#first === place) queueMicrotask(() => this.#letIn());
    return place;
  }

  /** Gives a slot back; the first in the queue gets it. */
  release(): void {
    this.#inWork -= 1;
    this.#slots.giveBack();
    this.#letIn();
    this.#slots.passOn(this.#limits.slots);
    this.#tellIfDrained();
  }

  /** Gives a place in the queue up, as a client does that went away. A place is given up once. */
  leave(place: Place): void {
    clearTimeout(place.timer);
    this.#remove(place);
  }

  #letIn(): void {
    for (let next = this.#first; next !== null; next = this.#first) {
      if (!this.#slots.take(this.#limits.slots)) return;
      this.#inWork += 1;
      this.leave(next);
      next.waiter.admitted();
    }
  }

  #remove(place: Place): void {
    const { before, behind } = place;
    this.#slots.leave();
    if (behind === null) this.#last = before;
    else behind.before = before;
    if (before === null) this.#setFirst(behind);
    else before.behind = behind;
    place.before = null;
    place.behind = null;
    if (before === null) this.#slots.passOn(this.#limits.slots);
    this.#tellIfDrained();
  }

  #setFirst(place: Place | null): void {
    this.#first = place;
    this.#slots.setFirst(place?.ticket ?? null);
  }

  get #isDrained(): boolean {
    return this.#inWork === 0 && this.#first === null;
  }

  /** Resolves at the next moment at which no request is in work or waiting here. */
  drained(): Promise<void> {
    if (this.#isDrained) return Promise.resolve();
    return new Promise((resolve) => this.#onDrained.push(resolve));
  }

  #tellIfDrained(): void {
    if (this.#onDrained.length > 0 && this.#isDrained)
      for (const resolve of this.#onDrained.splice(0)) resolve();
  }

  /** To be called when no slot will be asked for any more. */
  close(): void {
    this.#forgetTurn();
  }
}
