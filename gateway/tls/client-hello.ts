import { Readable } from 'node:stream';
import { CIPHER_SUITES, getExtensionData, isGREASE, readTlsClientHello } from 'read-tls-client-hello';
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

/**
 * Reads what a ClientHello offers. Without `supported_versions` (RFC 8446 section 4.2.1) a client offers its
 * `client_version` and, as far as anyone can tell, all below it down to TLS 1.0.
 *
 * @param record one whole record, as `readOpening` gives it
 * @returns null where the message is not well-formed
 */
export async function readOffer(record: Buffer): Promise<ClientOffer | null> {
  try {
    const hello = await readTlsClientHello(Readable.from([record], { objectMode: false }));
    const listed = getExtensionData(hello, 'supported_versions')?.versions.filter((v) => !isGREASE(v));
    const versions = listed ?? [0x0303, 0x0302, 0x0301].filter((version) => version <= hello.version);
    return {
      versions: versions.map((version) => VERSION_NAMES[version] ?? `0x${version.toString(16)}`),
      cipherSuites: hello.cipherSuites.filter((id) => !isGREASE(id)).map(nameOfSuite),
      alpn: getExtensionData(hello, 'application_layer_protocol_negotiation')?.protocols ?? [],
      sni: getExtensionData(hello, 'server_name')?.serverName ?? null,
    };
  } catch {
    return null;
  }
}
