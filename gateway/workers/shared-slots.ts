import type { SlotCounter } from '../routing/slot-counter.ts';

export interface SharedSlotsOptions {
  workers: number;
  /** Which worker this is, from 0; null for the main thread, which serves nothing. */
  me: number | null;
  /** Makes a worker check whether a slot is free for its queue. */
  wake(worker: number): void;
  /** Has `turn` called whenever this worker is woken. @returns a function that ends that */
  onTurn(turn: () => void): () => void;
}

/** Where in its slots each value of a deployment is. */
const READY = 0;
const IN_FLIGHT = 1;
const QUEUED = 2;
const TICKETS = 3;
/** From here on the ticket of the first request in the queue of each worker; 0 where the queue is empty. */
const FIRSTS = 4;

/**
 * The slots of a deployment in memory that several threads share. Slots are given out in the order in which they were
 * asked for, whichever thread was asked: a slot that becomes free goes to the thread whose first request has waited
 * the longest.
 */
export class SharedSlots implements SlotCounter {
  readonly #slots: Int32Array;
  readonly #at: number;
  readonly #options: SharedSlotsOptions;
  readonly onTurn: SharedSlotsOptions['onTurn'];

  static size(workers: number): number {
    return FIRSTS + workers;
  }

  constructor(slots: Int32Array, at: number, options: SharedSlotsOptions) {
    this.#slots = slots;
    this.#at = at;
    this.#options = options;
    this.onTurn = options.onTurn;
  }

  get ready(): boolean {
    return Atomics.load(this.#slots, this.#at + READY) === 1;
  }

  set ready(ready: boolean) {
    Atomics.store(this.#slots, this.#at + READY, ready ? 1 : 0);
  }

  get inFlight(): number {
    return Atomics.load(this.#slots, this.#at + IN_FLIGHT);
  }

  get queued(): number {
    return Atomics.load(this.#slots, this.#at + QUEUED);
  }

  take(slots: number): boolean {
    const { me } = this.#options;
    const first = this.#longestWaiting();
    if (first !== null && first !== me) return false;
    for (;;) {
      const taken = this.inFlight;
      if (taken >= slots) return false;
      if (Atomics.compareExchange(this.#slots, this.#at + IN_FLIGHT, taken, taken + 1) === taken) return true;
    }
  }

  giveBack(): void {
    Atomics.sub(this.#slots, this.#at + IN_FLIGHT, 1);
  }

  join(): number {
    Atomics.add(this.#slots, this.#at + QUEUED, 1);
    for (;;) {
      const ticket = (Atomics.add(this.#slots, this.#at + TICKETS, 1) + 1) | 0;
      if (ticket !== 0) return ticket;
    }
  }

  leave(): void {
    Atomics.sub(this.#slots, this.#at + QUEUED, 1);
  }

  setFirst(ticket: number | null): void {
    const { me } = this.#options;
    if (me !== null) Atomics.store(this.#slots, this.#at + FIRSTS + me, ticket ?? 0);
  }

  passOn(slots: number): void {
    if (this.inFlight >= slots) return;
    const first = this.#longestWaiting();
    if (first !== null && first !== this.#options.me) this.#options.wake(first);
  }

  /** The worker with the oldest ticket; null where all queues are empty. */
  #longestWaiting(): number | null {
    let oldest = 0;
    let found: number | null = null;
    for (let worker = 0; worker < this.#options.workers; worker += 1) {
      const ticket = Atomics.load(this.#slots, this.#at + FIRSTS + worker);
      // The difference, because the numbers start over when they have all been given out.
      if (ticket === 0 || (found !== null && ((ticket - oldest) | 0) > 0)) continue;
      oldest = ticket;
      found = worker;
    }
    return found;
  }
}
