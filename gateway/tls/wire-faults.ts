import { randomBytes } from 'node:crypto';
import { ALERT_CODES } from './alerts.ts';
import type { TlsRecord } from './records.ts';

/**
 * One thing that goes wrong on the wire, below what a TLS library can be told to do. The first group answers the
 * ClientHello instead of a server; the second lets the handshake begin and breaks it; the last one spoils its end.
 */
export type WireFault =
  | { fault: 'alert'; description: string }
  | { fault: 'plain-http-400' }
  | { fault: 'random-bytes' }
  | { fault: 'empty-close' }
  | { fault: 'reset' }
  | { fault: 'stall-after-client-hello' }
  | { fault: 'oversized-record' }
  | { fault: 'stall-after-server-hello' }
  | { fault: 'cut-before-finished' }
  | { fault: 'one-byte-records' }
  | { fault: 'no-close-notify' };

/** What the wire does with bytes: send some, then perhaps end the connection in some way. */
export interface WireAction {
  send: Buffer[];
  after: 'go-on' | 'close' | 'reset' | 'stall';
}

const HTTP_400 =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 12\r\n\r\nBad Request\n';

/** TLSPlaintext.length may not exceed 2^14, and a receiver answers a longer record with record_overflow (RFC 5246 6.2.1). */
const OVERSIZED = 0x4800 + 1;

/** What is sent in place of the server's answer to the ClientHello; null where the server is to answer itself. */
export function answerHello(fault: WireFault): WireAction | null {
  switch (fault.fault) {
    case 'alert':
      return {
        send: [Buffer.from([21, 3, 3, 0, 2, 2, ALERT_CODES[fault.description] ?? 80])],
        after: 'close',
      };
    case 'plain-http-400':
      return { send: [Buffer.from(HTTP_400)], after: 'close' };
    case 'random-bytes': {
      const noise = randomBytes(256);
      // A first byte that happened to be a record type would make this another case.
      noise[0] = 0x80 | (noise[0] ?? 0);
      return { send: [noise], after: 'close' };
    }
    case 'empty-close':
      return { send: [], after: 'close' };
    case 'reset':
      return { send: [], after: 'reset' };
    case 'stall-after-client-hello':
      return { send: [], after: 'stall' };
    case 'oversized-record':
      return {
        send: [Buffer.from([22, 3, 3, OVERSIZED >> 8, OVERSIZED & 0xff]), Buffer.alloc(OVERSIZED)],
        after: 'go-on',
      };
    default:
      return null;
  }
}

const splitIntoOneByteRecords = (record: TlsRecord): Buffer[] => {
  const [type = 22, major = 3, minor = 3] = record.bytes;
  return [...record.bytes.subarray(5)].map((byte) => Buffer.from([type, major, minor, 0, 1, byte]));
};

/** What becomes of a record that the server wants to send. */
export function passRecord(fault: WireFault, record: TlsRecord): WireAction {
  const untouched: WireAction = { send: [record.bytes], after: 'go-on' };
  switch (fault.fault) {
    case 'stall-after-server-hello':
      return record.messages.includes('ServerHello')
        ? { send: firstMessage(record), after: 'stall' }
        : untouched;
    case 'cut-before-finished':
      // The server's ChangeCipherSpec is followed by its Finished (RFC 5246 section 7.3).
      return record.type === 'change_cipher_spec' ? { send: [], after: 'close' } : untouched;
    case 'one-byte-records':
      return record.type === 'handshake' && !record.encrypted
        ? { send: splitIntoOneByteRecords(record), after: 'go-on' }
        : untouched;
    case 'no-close-notify':
      return record.type === 'alert' ? { send: [], after: 'close' } : untouched;
    default:
      return untouched;
  }
}

/** Only the first handshake message of a record, for servers that put all of a flight into one. */
function firstMessage(record: TlsRecord): Buffer[] {
  const [type = 22, major = 3, minor = 3] = record.bytes;
  const length = 4 + record.bytes.readUIntBE(6, 3);
  const message = record.bytes.subarray(5, 5 + length);
  return [Buffer.from([type, major, minor, message.length >> 8, message.length & 0xff]), message];
}
