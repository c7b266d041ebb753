/**
 * Whether a deployment is ready, and how many requests it has. A deployment may be served in several places with one
 * counter; then the end of a request in one place may let in one that waits in another.
 */
export interface SlotCounter {
  /** Set where the probes run. */
  ready: boolean;
  /** Requests in work. */
  readonly inFlight: number;
  /** Requests that wait. */
  readonly queued: number;
  /**
   * Takes a slot, if one of `slots` is free and no request elsewhere has waited for it longer than the first one here.
   *
   * @returns false where none is free
   */
  take(slots: number): boolean;
  giveBack(): void;
  /** One more request waits here. @returns its ticket, for `setFirst` */
  join(): number;
  /** One fewer request waits here. */
  leave(): void;
  /** Sets the ticket of the first request in the queue here; null where the queue is empty. */
  setFirst(ticket: number | null): void;
  /** Notifies other places that a slot may be free for a queued request there. */
  passOn(slots: number): void;
  /** Has `turn` called when a slot may be free for a queued request here. @returns a function that ends that */
  onTurn(turn: () => void): () => void;
}

/** The slots of a deployment that is served in one place. */
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
