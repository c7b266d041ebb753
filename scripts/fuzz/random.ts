/** Numbers that a seed decides (mulberry32): the same seed gives the same numbers on every machine. */
export class Random {
  #state: number;

  /** @param seed 0 to 2^32 - 1 */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to and without 2^32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + (this.next() % (most - least + 1));
  }

  /** True once in `times` on average. */
  oneIn(times: number): boolean {
    return this.next() % times === 0;
  }

  /** @throws RangeError for an empty list */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.next() % items.length];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.next() & 0xff));
  }
}
