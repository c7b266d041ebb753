import type { DeploymentCells } from '../routing/deployment-cells.ts';
import { SharedCells } from './shared-cells.ts';

/** How many deployments can have been started before the cells of the first are used again. */
const DEPLOYMENTS = 65_536;
/** The same for generations, which are the router's states one after the other, and the counts of each: one a port. */
const GENERATIONS = 128;
const COUNTS = 2;

/**
 * The memory that the threads of a router share, 32-bit integers: a turn for each worker, counts of requests, and the
 * cells of the deployments. Who takes the next cells is given the same as the others, because all take theirs in the
 * same order.
 */
export class SharedMemory {
  readonly #cells: Int32Array;
  readonly #workers: number;
  readonly #me: number | null;
  readonly #turns = new Set<() => void>();
  #deployments = 0;
  #nextCount = 0;
  #closed = false;

  static allocate(workers: number): SharedArrayBuffer {
    const integers = workers + GENERATIONS * COUNTS + DEPLOYMENTS * SharedCells.size(workers);
    return new SharedArrayBuffer(integers * Int32Array.BYTES_PER_ELEMENT);
  }

  /** @param me which worker this is, from 0; null for the thread that they work for */
  constructor(buffer: SharedArrayBuffer, workers: number, me: number | null) {
    this.#cells = new Int32Array(buffer);
    this.#workers = workers;
    this.#me = me;
    if (me !== null) void this.#watchTurns(me);
  }

  nextCells(): DeploymentCells {
    const size = SharedCells.size(this.#workers);
    const at = this.#workers + GENERATIONS * COUNTS + (this.#deployments % DEPLOYMENTS) * size;
    this.#deployments += 1;
    const cells = new SharedCells(this.#cells, at, {
      workers: this.#workers,
      me: this.#me,
      wake: (worker) => {
        Atomics.add(this.#cells, worker, 1);
        Atomics.notify(this.#cells, worker);
      },
      onTurn: (turn) => {
        this.#turns.add(turn);
        return () => this.#turns.delete(turn);
      },
    });
    if (this.#me === null) cells.ready = true;
    return cells;
  }

  /** Counts belong to a state of the router from here on; the thread that has them counted starts them at 0. */
  beginGeneration(generation: number): void {
    this.#nextCount = this.#workers + (generation % GENERATIONS) * COUNTS;
    if (this.#me !== null) return;
    for (let count = 0; count < COUNTS; count += 1) Atomics.store(this.#cells, this.#nextCount + count, 0);
  }

  nextCount(): () => number {
    const at = this.#nextCount;
    this.#nextCount += 1;
    return () => Atomics.add(this.#cells, at, 1) + 1;
  }

  async #watchTurns(me: number): Promise<void> {
    let seen = Atomics.load(this.#cells, me);
    while (!this.#closed) {
      const wait = Atomics.waitAsync(this.#cells, me, seen);
      if (wait.async) await wait.value;
      seen = Atomics.load(this.#cells, me);
      for (const turn of this.#turns) turn();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#me !== null) Atomics.notify(this.#cells, this.#me);
  }
}
