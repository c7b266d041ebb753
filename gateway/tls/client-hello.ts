// For the names and layouts of the TLS registries, which IANA extends every few months; the record layer is read here.
import { CIPHER_SUITES, calculateJa4, extensionParsers, isGREASE } from 'read-tls-client-hello';
import type { ClientOffer } from '../../common/observations.ts';
import { LONGEST_OFFERED, MOST_OFFERED } from '../limits.ts';
import { MESSAGE_HEADER, RECORD_HEADER } from './opening.ts';

const VERSION_NAMES: Readonly<Record<number, string>> = {
  772: 'TLSv1.3',
  771: 'TLSv1.2',
  770: 'TLSv1.1',
  769: 'TLSv1',
  768: 'SSLv3',
};

const nameOfSuite = (id: number): string =>
  (CIPHER_SUITES as Record<number, string | undefined>)[id] ?? `0x${id.toString(16).padStart(4, '0')}`;

/** The numbers of the extensions that are looked at (RFC 6066, RFC 7301, RFC 8422, RFC 8446 section 4.2). */
const SERVER_NAME = 0;
const GROUPS = 10;
const POINT_FORMATS = 11;
const SIGNATURES = 13;
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
    const hello = splitHello(record.subarray(RECORD_HEADER + MESSAGE_HEADER));
    const { version, cipherSuites, extensions } = hello;
    const listed = ifThere(extensions.get(SUPPORTED_VERSIONS), extensionParsers[SUPPORTED_VERSIONS]);
    const versions =
      listed?.versions.filter((each) => !isGREASE(each)) ??
      [0x0303, 0x0302, 0x0301].filter((each) => each <= version);
    const protocols = ifThere(extensions.get(ALPN), extensionParsers[ALPN])?.protocols ?? [];
    const serverName = ifThere(extensions.get(SERVER_NAME), extensionParsers[SERVER_NAME])?.serverName;
    const algorithms = ifThere(extensions.get(SIGNATURES), extensionParsers[SIGNATURES])?.algorithms ?? [];
    return {
      versions: bound(versions).map((each) => VERSION_NAMES[each] ?? `0x${each.toString(16)}`),
      cipherSuites: numbers(cipherSuites).map(nameOfSuite),
      alpn: bound(protocols).map(shorten),
      sni: shorten(serverName ?? null),
      extensions: numbers([...extensions.keys()]),
      groups: numbers(ifThere(extensions.get(GROUPS), extensionParsers[GROUPS])?.groups ?? []),
      signatureSchemes: numbers(algorithms),
      pointFormats: numbers(
        ifThere(extensions.get(POINT_FORMATS), extensionParsers[POINT_FORMATS])?.formats ?? [],
      ),
      sessionIdLength: hello.sessionIdLength,
      ja4: ja4Of(hello, { serverName, protocols, algorithms }),
    };
  } catch {
    return null;
  }
}

const RANDOM = 32;

/** @see https://github.com/FoxIO-LLC/ja4 */
function ja4Of(
  { version, cipherSuites, extensions }: Hello,
  { serverName, protocols, algorithms }: { serverName?: string; protocols: string[]; algorithms: number[] },
): string {
  const data: Readonly<Record<number, Record<string, unknown>>> = {
    [SERVER_NAME]: { serverName },
    [ALPN]: { protocols },
    [SIGNATURES]: { algorithms },
  };
  return calculateJa4({
    version,
    random: NOTHING,
    sessionId: NOTHING,
    cipherSuites: [...cipherSuites],
    compressionMethods: [],
    extensions: Array.from(extensions.keys(), (id) => ({ id, data: data[id] ?? null })),
  });
}

const NOTHING = Buffer.alloc(0);

/** The numbers of a list without GREASE (RFC 8701). */
const numbers = (list: readonly number[]): number[] => [...bound(list.filter((each) => !isGREASE(each)))];
const bound = <T>(list: readonly T[]): readonly T[] => list.slice(0, MOST_OFFERED);
const shorten = <T extends string | null>(text: T): T => (text?.slice(0, LONGEST_OFFERED) ?? null) as T;

const ifThere = <T>(data: Buffer | undefined, parse: (data: Buffer) => T): T | undefined =>
  data === undefined ? undefined : parse(data);

interface Hello {
  version: number;
  sessionIdLength: number;
  cipherSuites: number[];
  extensions: Map<number, Buffer>;
}

/**
 * Takes the body of a ClientHello apart (RFC 5246 section 7.4.1.2).
 *
 * @throws RangeError where it ends too early, or an extension is there twice
 */
function splitHello(body: Buffer): Hello {
  const read = new Reader(body);
  const version = read.uint16();
  read.bytes(RANDOM);
  const sessionIdLength = read.uint8();
  read.bytes(sessionIdLength);
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
  return { version, sessionIdLength, cipherSuites, extensions };
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
