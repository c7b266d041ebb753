// For the names and layouts of the TLS registries, which IANA extends every few months; the record layer is read here.
import { CIPHER_SUITES, extensionParsers, isGREASE } from 'read-tls-client-hello';
import type { ClientOffer } from '../../common/observations.ts';

/** What the first bytes of a connection turned out to be. */
export type Opening =
  | { kind: 'incomplete' }
  /** `record` is the ClientHello in one record, however many it came in. */
  | { kind: 'client-hello'; record: Buffer }
  | { kind: 'plain-http' }
  | { kind: 'garbage' };

/** A ClientHello larger than this is not waited for (bytes); real ones, post-quantum key shares included, are far below. */
const MAX_HELLO = 64 * 1024;
const HTTP_START = /^(GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PRI) /;
const LONGEST_METHOD = 8;

/**
 * Tells what a client opened the connection with. Pure; called with all bytes so far until it is no longer
 * `incomplete`. A ClientHello that is spread over several records is put together (RFC 5246 section 6.2.1).
 */
export function readOpening(bytes: Buffer): Opening {
  if (bytes.length === 0) return { kind: 'incomplete' };
  if (bytes[0] !== 0x16) {
    const start = bytes.subarray(0, LONGEST_METHOD).toString('latin1');
    if (HTTP_START.test(start)) return { kind: 'plain-http' };
    const mayBecomeHttp = bytes.length < LONGEST_METHOD && /^[A-Z]+$/.test(start);
    return { kind: mayBecomeHttp ? 'incomplete' : 'garbage' };
  }
  const parts: Buffer[] = [];
  let gathered = 0;
  let wanted = 4;
  let at = 0;
  while (gathered < wanted) {
    if (bytes.length < at + 5) return { kind: bytes.length > MAX_HELLO ? 'garbage' : 'incomplete' };
    const length = bytes.readUInt16BE(at + 3);
    if (bytes[at] !== 0x16 || bytes[at + 1] !== 3 || length === 0) return { kind: 'garbage' };
    const part = bytes.subarray(at + 5, at + 5 + length);
    parts.push(part);
    gathered += part.length;
    if (wanted === 4 && gathered >= 4) {
      const message = Buffer.concat(parts);
      if (message[0] !== 1) return { kind: 'garbage' };
      wanted = 4 + message.readUIntBE(1, 3);
      if (wanted > MAX_HELLO) return { kind: 'garbage' };
    }
    if (part.length < length && gathered < wanted) return { kind: 'incomplete' };
    at += 5 + length;
  }
  const message = Buffer.concat(parts).subarray(0, wanted);
  const header = Buffer.from([0x16, bytes[1] ?? 3, bytes[2] ?? 1, wanted >> 8, wanted & 0xff]);
  return { kind: 'client-hello', record: Buffer.concat([header, message]) };
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
 * `client_version` and, as far as anyone can tell, all below it down to TLS 1.0.
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
      versions: versions.map((each) => VERSION_NAMES[each] ?? `0x${each.toString(16)}`),
      cipherSuites: cipherSuites.filter((id) => !isGREASE(id)).map(nameOfSuite),
      alpn: ifThere(extensions.get(ALPN), extensionParsers[ALPN])?.protocols ?? [],
      sni: ifThere(extensions.get(SERVER_NAME), extensionParsers[SERVER_NAME])?.serverName ?? null,
    };
  } catch {
    return null;
  }
}

const RECORD_HEADER = 5;
const MESSAGE_HEADER = 4;
const RANDOM = 32;

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
  while (suites.left > 0) cipherSuites.push(suites.uint16());
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
