/**
 * What all who serve one deployment know of it: whether it is ready, and how many requests there are. Where a router
 * has workers they share these, and a request that waits in one of them may be let in by the end of one in another.
 */
export interface SlotCounter {
  /** Set by whoever runs the probes. */
  ready: boolean;
  /** Requests in work. */
  readonly inFlight: number;
  /** Requests that wait. */
  readonly queued: number;
  /**
   * Takes a slot, if one of `slots` is free and nobody elsewhere has waited for it longer than the first one here.
   *
   * @returns false where there is none to be had
   */
  take(slots: number): boolean;
  giveBack(): void;
  /** One more waits here. @returns what it is known by, for `setFirst` */
  join(): number;
  /** One fewer waits here. */
  leave(): void;
  /** Tells who is first in the queue here; null where nobody waits. */
  setFirst(ticket: number | null): void;
  /** Lets others know that a slot may be free for who waits there. */
  passOn(slots: number): void;
  /** Has `turn` called when a slot may be free for who waits here. @returns a function that ends that */
  onTurn(turn: () => void): () => void;
}

/** The slots of a router that serves alone: nobody waits elsewhere. */
export class LocalSlots implements SlotCounter {
  ready = true;
  inFlight = 0;
  queued = 0;

  take(slots: number): boolean {
    if (this.inFlight >= slots) return false;
    this.inFlight += 1;
    return true;
  }

  giveBack(): void {
    this.inFlight -= 1;
  }

  join(): number {
    this.queued += 1;
    return 0;
  }

  leave(): void {
    this.queued -= 1;
  }

  setFirst(): void {}

  passOn(): void {}

  onTurn(): () => void {
    return () => undefined;
  }
}
