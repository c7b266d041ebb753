import { randomBytes } from 'node:crypto';
import type { ClientOffer } from '../../common/observations.ts';
import { ALERT_CODES } from './alerts.ts';
import type { TlsVersion } from './context.ts';
import type { TlsRecord } from './records.ts';

/**
 * One thing that goes wrong on the wire, below what a TLS library can be configured to do. The first group answers the
 * ClientHello in the server's place, the second lets the handshake begin and breaks it, the last spoils its end.
 */
export type WireFault =
  /** A fatal alert, or a warning after which the handshake goes on. */
  | { fault: 'alert'; description: string; level?: 'fatal' | 'warning' }
  | { fault: 'plain-http-400' }
  | { fault: 'random-bytes' }
  | { fault: 'empty-close' }
  | { fault: 'reset' }
  /** A reset for each client that offers anything newer than `newest`, as if its ClientHello were not understood. */
  | { fault: 'reset-newer'; newest: TlsVersion }
  /** The ServerHello of a server whose newest version is `version`, to each client that does not offer that one. */
  | { fault: 'old-server-hello'; version: 'TLSv1' | 'TLSv1.1' }
  /** A reset for each ClientHello that one packet cannot hold, as devices of the network do that read the first alone. */
  | { fault: 'reset-large-hello' }
  | { fault: 'oversized-record' }
  | { fault: 'stall-after-client-hello' }
  | { fault: 'stall-after-server-hello' }
  | { fault: 'cut-before-finished' }
  | { fault: 'one-byte-records' }
  /** One bit of the first record with application data is another one. */
  | { fault: 'flipped-bit' }
  | { fault: 'no-close-notify' };

/** What the wire does: sends bytes to the client, then lets the handshake go on or ends the connection in some way. */
export interface WireAction {
  send: Buffer[];
  after: 'go-on' | 'close' | 'reset' | 'stall';
}

const GO_ON: WireAction = { send: [], after: 'go-on' };

const HTTP_400 =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 12\r\n\r\nBad Request\n';

/** Bytes; no record may be longer than 2^14 + 2048, even where it is encrypted (RFC 5246 section 6.2.3). */
const LONGEST_RECORD = 2 ** 14 + 2048;

/**
 * What is done about the ClientHello. Where that is to go on, the server answers it.
 *
 * @param offer what it offers; null where it is not well-formed
 * @param length of its record, bytes
 */
export function answerHello(fault: WireFault, offer: ClientOffer | null, length = 0): WireAction {
  switch (fault.fault) {
    case 'alert': {
      const warning = fault.level === 'warning';
      const alert = [warning ? 1 : 2, ALERT_CODES[fault.description] ?? 80];
      return { send: [makeRecord(21, Buffer.from(alert))], after: warning ? 'go-on' : 'close' };
    }
    case 'plain-http-400':
      return { send: [Buffer.from(HTTP_400)], after: 'close' };
    case 'random-bytes':
      return { send: [makeNoise()], after: 'close' };
    case 'empty-close':
      return { send: [], after: 'close' };
    case 'reset':
      return { send: [], after: 'reset' };
    case 'reset-newer':
      return offer?.versions.some((version) => version > fault.newest) ? { send: [], after: 'reset' } : GO_ON;
    case 'old-server-hello': {
      if (offer?.versions.includes(fault.version)) return GO_ON;
      // The connection stays open so that the client can send its protocol_version (RFC 5246 appendix E.1).
      return { send: [makeServerHello(fault.version === 'TLSv1' ? 1 : 2)], after: 'stall' };
    }
    case 'reset-large-hello':
      return length > ONE_PACKET ? { send: [], after: 'reset' } : GO_ON;
    case 'oversized-record':
      // The connection stays open so that the client can send its record_overflow (RFC 5246 section 7.2.2).
      return { send: [makeRecord(22, Buffer.alloc(LONGEST_RECORD + 1))], after: 'stall' };
    case 'stall-after-client-hello':
      return { send: [], after: 'stall' };
    default:
      return GO_ON;
  }
}

/** What is done about a later record of the client. Where that is to go on, the server is given it. */
export function takeRecord(fault: WireFault, record: TlsRecord): WireAction {
  // What is encrypted first is the client's Finished; the server that never sees it never sends its own.
  return fault.fault === 'cut-before-finished' && record.encrypted ? { send: [], after: 'close' } : GO_ON;
}

/** What becomes of a record that the server wants to send. */
export function passRecord(fault: WireFault, record: TlsRecord): WireAction {
  switch (fault.fault) {
    case 'stall-after-server-hello':
      if (!record.messages.includes('ServerHello')) break;
      return { send: [firstMessage(record)], after: 'stall' };
    case 'cut-before-finished':
      // In a resumed session it is the server whose Finished comes first, behind this (RFC 5246 section 7.3).
      if (record.type !== 'change_cipher_spec') break;
      return { send: [], after: 'close' };
    case 'one-byte-records':
      if (record.type !== 'handshake' || record.encrypted) break;
      return { send: splitIntoOneByteRecords(record), after: 'go-on' };
    case 'flipped-bit':
      if (record.type !== 'application_data') break;
      return { send: [flipLastBit(record.bytes)], after: 'go-on' };
    case 'no-close-notify':
      if (record.type !== 'alert') break;
      return { send: [], after: 'close' };
  }
  return { send: [record.bytes], after: 'go-on' };
}

/** Bytes of TCP payload in one packet of Ethernet. */
const ONE_PACKET = 1460;

/** TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which every version below 1.3 knows. */
const OLD_SUITE = [0xc0, 0x13];

/** A ServerHello without session and extensions (RFC 5246 section 7.4.1.3). @param minor 1 for TLS 1.0, 2 for 1.1 */
function makeServerHello(minor: 1 | 2): Buffer {
  const body = Buffer.concat([Buffer.from([3, minor]), randomBytes(32), Buffer.from([0, ...OLD_SUITE, 0])]);
  return makeRecord(22, Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]), minor);
}

function flipLastBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
  return flipped;
}

function makeRecord(type: number, body: Buffer, minor = 3): Buffer {
  return Buffer.concat([Buffer.from([type, 3, minor, body.length >> 8, body.length & 0xff]), body]);
}

/** Random, but by no chance the header of a record: there is no such content type, and no such version. */
function makeNoise(): Buffer {
  const noise = randomBytes(256);
  noise.writeUInt16BE(0x8080 | noise.readUInt16BE(0));
  return noise;
}

const splitIntoOneByteRecords = ({ bytes }: TlsRecord): Buffer[] =>
  [...bytes.subarray(5)].map((byte) => Buffer.concat([bytes.subarray(0, 3), Buffer.from([0, 1, byte])]));

/** A record of the first handshake message alone, for servers that put all of a flight into one. */
function firstMessage({ bytes }: TlsRecord): Buffer {
  const length = 4 + bytes.readUIntBE(6, 3);
  return makeRecord(22, bytes.subarray(5, 5 + length));
}
