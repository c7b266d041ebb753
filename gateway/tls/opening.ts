import { MAX_CLIENT_HELLO, MAX_OPENING } from '../limits.ts';

/** What the first bytes of a connection turned out to be. */
export type Opening =
  | { kind: 'incomplete' }
  /** `record` is the ClientHello in one record, however many it came in. */
  | { kind: 'client-hello'; record: Buffer }
  | { kind: 'plain-http' }
  | { kind: 'garbage' };

const HTTP_START = /^(GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PRI) /;
const LONGEST_METHOD = 8;
/** Bytes of the header of a record (RFC 5246 section 6.2.1) and of a handshake message (section 7.4). */
export const RECORD_HEADER = 5;
export const MESSAGE_HEADER = 4;

/** Recognises what a client opened the connection with, from all of its first bytes at once. */
export function readOpening(bytes: Buffer): Opening {
  return new OpeningReader().push(bytes);
}

/**
 * Recognises what a client opened the connection with, as its bytes arrive. A ClientHello that is spread over several
 * records is put together (RFC 5246 section 6.2.1). The work is linear in what was sent, however small the pieces.
 */
export class OpeningReader {
  /** All bytes so far. */
  readonly #raw = new GrowingBuffer(MAX_OPENING);
  /** The bytes of the handshake message so far. */
  readonly #message = new GrowingBuffer(MAX_OPENING);
  /** Where the next record header begins in `#raw`, or the current record goes on. */
  #at = 0;
  /** Bytes of the current record that are still to come. */
  #left = 0;

  /** Everything that was pushed. */
  get bytes(): Buffer {
    return this.#raw.bytes;
  }

  /** @returns `incomplete` until enough has arrived */
  push(chunk: Buffer): Opening {
    if (!this.#raw.append(chunk)) return { kind: 'garbage' };
    const bytes = this.#raw.bytes;
    if (bytes.length === 0) return { kind: 'incomplete' };
    if (bytes[0] !== 0x16) return readClear(bytes);
    for (;;) {
      if (this.#left === 0) {
        if (bytes.length < this.#at + RECORD_HEADER) return { kind: 'incomplete' };
        this.#left = bytes.readUInt16BE(this.#at + 3);
        if (bytes[this.#at] !== 0x16 || bytes[this.#at + 1] !== 3 || this.#left === 0)
          return { kind: 'garbage' };
        this.#at += RECORD_HEADER;
      }
      const part = bytes.subarray(this.#at, this.#at + this.#left);
      this.#message.append(part);
      this.#at += part.length;
      this.#left -= part.length;
      const wanted = this.#wanted();
      if (wanted === null || wanted > MAX_CLIENT_HELLO) return { kind: 'garbage' };
      const message = this.#message.bytes;
      if (message.length >= wanted)
        return { kind: 'client-hello', record: inOneRecord(bytes, message.subarray(0, wanted)) };
      if (this.#left > 0) return { kind: 'incomplete' };
    }
  }

  /** Length of the whole message, as far as it is known; null where it is no ClientHello. */
  #wanted(): number | null {
    const message = this.#message.bytes;
    if (message.length < MESSAGE_HEADER) return MESSAGE_HEADER;
    return message[0] === 1 ? MESSAGE_HEADER + message.readUIntBE(1, 3) : null;
  }
}

function readClear(bytes: Buffer): Opening {
  const start = bytes.subarray(0, LONGEST_METHOD).toString('latin1');
  if (HTTP_START.test(start)) return { kind: 'plain-http' };
  const mayBecomeHttp = bytes.length < LONGEST_METHOD && /^[A-Z]+$/.test(start);
  return { kind: mayBecomeHttp ? 'incomplete' : 'garbage' };
}

function inOneRecord(bytes: Buffer, message: Buffer): Buffer {
  const { length } = message;
  return Buffer.concat([
    Buffer.from([0x16, bytes[1] ?? 3, bytes[2] ?? 1, length >> 8, length & 0xff]),
    message,
  ]);
}

/** Bytes that arrive in pieces, in one buffer whose size doubles, so that each byte is copied twice on average. */
class GrowingBuffer {
  readonly #limit: number;
  #space: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get bytes(): Buffer {
    return this.#space.subarray(0, this.#length);
  }

  /** @returns false where the limit would be passed; then nothing is added */
  append(chunk: Buffer): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#limit) return false;
    if (this.#length === 0 && this.#space.length === 0) {
      // PERF: nearly every hello arrives in one piece, and then nothing is copied.
      this.#space = chunk;
    } else {
      if (length > this.#space.length) {
        const space = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(length, this.#space.length * 2)));
        this.#space.copy(space, 0, 0, this.#length);
        this.#space = space;
      }
      chunk.copy(this.#space, this.#length);
    }
    this.#length = length;
    return true;
  }
}
