import type { SlotCounter } from '../routing/slot-counter.ts';
import { SharedSlots } from './shared-slots.ts';

/** How many deployments can have been started before the slots of the first are used again. */
const DEPLOYMENTS = 65_536;
/** The same for generations, which are the router's states one after the other, and the counts of each: one a port. */
const GENERATIONS = 128;
const COUNTS = 2;

/**
 * The memory that the threads of a router share, 32-bit integers: a turn for each worker, counts of requests, and the
 * slots of the deployments. All threads take slots in the same order, and so
 * each gets the same ones.
 */
export class SharedMemory {
  readonly #slots: Int32Array;
  readonly #workers: number;
  readonly #me: number | null;
  readonly #turns = new Set<() => void>();
  #deployments = 0;
  #nextCount = 0;
  #closed = false;

  static allocate(workers: number): SharedArrayBuffer {
    const integers = workers + GENERATIONS * COUNTS + DEPLOYMENTS * SharedSlots.size(workers);
    return new SharedArrayBuffer(integers * Int32Array.BYTES_PER_ELEMENT);
  }

  /** @param me which worker this is, from 0; null for the main thread */
  constructor(buffer: SharedArrayBuffer, workers: number, me: number | null) {
    this.#slots = new Int32Array(buffer);
    this.#workers = workers;
    this.#me = me;
    if (me !== null) void this.#watchTurns(me);
  }

  nextSlots(): SlotCounter {
    const size = SharedSlots.size(this.#workers);
    const at = this.#workers + GENERATIONS * COUNTS + (this.#deployments % DEPLOYMENTS) * size;
    this.#deployments += 1;
    const slots = new SharedSlots(this.#slots, at, {
      workers: this.#workers,
      me: this.#me,
      wake: (worker) => {
        Atomics.add(this.#slots, worker, 1);
        Atomics.notify(this.#slots, worker);
      },
      onTurn: (turn) => {
        this.#turns.add(turn);
        return () => this.#turns.delete(turn);
      },
    });
    if (this.#me === null) slots.ready = true;
    return slots;
  }

  /** Counts belong to a state of the router from here on; the main thread sets them to 0. */
  beginGeneration(generation: number): void {
    this.#nextCount = this.#workers + (generation % GENERATIONS) * COUNTS;
    if (this.#me !== null) return;
    for (let count = 0; count < COUNTS; count += 1) Atomics.store(this.#slots, this.#nextCount + count, 0);
  }

  nextCount(): () => number {
    const at = this.#nextCount;
    this.#nextCount += 1;
    return () => Atomics.add(this.#slots, at, 1) + 1;
  }

  async #watchTurns(me: number): Promise<void> {
    let seen = Atomics.load(this.#slots, me);
    while (!this.#closed) {
      const wait = Atomics.waitAsync(this.#slots, me, seen);
      if (wait.async) await wait.value;
      seen = Atomics.load(this.#slots, me);
      for (const turn of this.#turns) turn();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#me !== null) Atomics.notify(this.#slots, this.#me);
  }
}
