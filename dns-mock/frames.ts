import { HEADER_LENGTH } from './message-check.ts';
import { MAX_UPDATE_LENGTH } from './update/read-update.ts';

/**
 * Cuts a TCP stream into DNS messages by their length prefix of two octets (RFC 1035 section 4.2.2, RFC 7766
 * section 8), whatever pieces it arrives in. Never holds more than one message that is not complete.
 */
export class FrameReader {
  #pieces: Buffer[] = [];
  #length = 0;
  #broken = false;

  /** True once a prefix announced a message that can be neither a query nor an update; where the next one would begin is unknown. */
  get broken(): boolean {
    return this.#broken;
  }

  /** @returns the messages that `piece` completes, in order */
  push(piece: Buffer): Buffer[] {
    if (this.#broken) return [];
    this.#pieces.push(piece);
    this.#length += piece.length;
    const messages: Buffer[] = [];
    while (this.#length >= 2) {
      const needed = 2 + this.#announced();
      if (this.#broken || this.#length < needed) break;
      const octets = this.#join();
      messages.push(octets.subarray(2, needed));
      this.#pieces = [octets.subarray(needed)];
      this.#length -= needed;
    }
    if (this.#broken) this.#pieces = [];
    return messages;
  }

  #announced(): number {
    const [first] = this.#pieces;
    const length = (first !== undefined && first.length >= 2 ? first : this.#join()).readUInt16BE(0);
    if (length < HEADER_LENGTH || length > MAX_UPDATE_LENGTH) this.#broken = true;
    return length;
  }

  #join(): Buffer {
    const [first] = this.#pieces;
    if (this.#pieces.length === 1 && first !== undefined) return first;
    const octets = Buffer.concat(this.#pieces, this.#length);
    this.#pieces = [octets];
    return octets;
  }
}
