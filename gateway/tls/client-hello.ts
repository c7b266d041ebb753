// For the names and layouts of the TLS registries, which IANA extends every few months; the record layer is read here.
import { CIPHER_SUITES, extensionParsers, isGREASE } from 'read-tls-client-hello';
import type { ClientOffer } from '../../common/observations.ts';
import { LONGEST_OFFERED, MAX_CLIENT_HELLO, MAX_OPENING, MOST_OFFERED } from '../limits.ts';

/** What the first bytes of a connection turned out to be. */
export type Opening =
  | { kind: 'incomplete' }
  /** `record` is the ClientHello in one record, however many it came in. */
  | { kind: 'client-hello'; record: Buffer }
  | { kind: 'plain-http' }
  | { kind: 'garbage' };

const HTTP_START = /^(GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PRI) /;
const LONGEST_METHOD = 8;
const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;

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

const VERSION_NAMES: Readonly<Record<number, string>> = {
  772: 'TLSv1.3',
  771: 'TLSv1.2',
  770: 'TLSv1.1',
  769: 'TLSv1',
  768: 'SSLv3',
};

const nameOfSuite = (id: number): string =>
  (CIPHER_SUITES as Record<number, string | undefined>)[id] ?? `0x${id.toString(16).padStart(4, '0')}`;

/** The numbers of the extensions that are looked at (RFC 6066, RFC 7301, RFC 8446 section 4.2). */
const SERVER_NAME = 0;
const ALPN = 16;
const SUPPORTED_VERSIONS = 43;

/**
 * Reads what a ClientHello offers. Without `supported_versions` (RFC 8446 section 4.2.1) a client offers its
 * `client_version` and is taken to offer all below it down to TLS 1.0. Long lists and texts are cut.
 *
 * @param record one whole record, as `readOpening` gives it
 * @returns null where the message is not well-formed
 */
export function readOffer(record: Buffer): ClientOffer | null {
  try {
    const { version, cipherSuites, extensions } = splitHello(record.subarray(RECORD_HEADER + MESSAGE_HEADER));
    const listed = ifThere(extensions.get(SUPPORTED_VERSIONS), extensionParsers[SUPPORTED_VERSIONS]);
    const versions =
      listed?.versions.filter((each) => !isGREASE(each)) ??
      [0x0303, 0x0302, 0x0301].filter((each) => each <= version);
    return {
      versions: bound(versions).map((each) => VERSION_NAMES[each] ?? `0x${each.toString(16)}`),
      cipherSuites: bound(cipherSuites.filter((id) => !isGREASE(id))).map(nameOfSuite),
      alpn: bound(ifThere(extensions.get(ALPN), extensionParsers[ALPN])?.protocols ?? []).map(shorten),
      sni: shorten(ifThere(extensions.get(SERVER_NAME), extensionParsers[SERVER_NAME])?.serverName ?? null),
    };
  } catch {
    return null;
  }
}

const RANDOM = 32;

const bound = <T>(list: readonly T[]): readonly T[] => list.slice(0, MOST_OFFERED);
const shorten = <T extends string | null>(text: T): T => (text?.slice(0, LONGEST_OFFERED) ?? null) as T;

const ifThere = <T>(data: Buffer | undefined, parse: (data: Buffer) => T): T | undefined =>
  data === undefined ? undefined : parse(data);

/**
 * Takes the body of a ClientHello apart (RFC 5246 section 7.4.1.2).
 *
 * @throws RangeError where it ends too early, or an extension is there twice
 */
function splitHello(body: Buffer): {
  version: number;
  cipherSuites: number[];
  extensions: Map<number, Buffer>;
} {
  const read = new Reader(body);
  const version = read.uint16();
  read.bytes(RANDOM);
  read.bytes(read.uint8());
  const suites = new Reader(read.bytes(read.uint16()));
  read.bytes(read.uint8());
  const cipherSuites: number[] = [];
  // Twice as many as are kept, because GREASE is left out later.
  while (suites.left > 0 && cipherSuites.length < 2 * MOST_OFFERED) cipherSuites.push(suites.uint16());
  const extensions = new Map<number, Buffer>();
  // Clients before RFC 3546 end here.
  const listed = new Reader(read.left === 0 ? Buffer.alloc(0) : read.bytes(read.uint16()));
  while (listed.left > 0) {
    const type = listed.uint16();
    if (extensions.has(type))
      throw new RangeError(`Extension ${type} is there twice (RFC 8446 section 4.2).`);
    extensions.set(type, listed.bytes(listed.uint16()));
  }
  return { version, cipherSuites, extensions };
}

/** Reads numbers and bytes one after the other. Each method throws RangeError past the end. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  uint8(): number {
    this.#at += 1;
    return this.#bytes.readUInt8(this.#at - 1);
  }

  uint16(): number {
    this.#at += 2;
    return this.#bytes.readUInt16BE(this.#at - 2);
  }

  bytes(count: number): Buffer {
    if (count > this.left) throw new RangeError(`${count} bytes are wanted, and ${this.left} are left.`);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
