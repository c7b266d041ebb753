import type { Alert } from '../../common/observations.ts';
import { alertOf } from './alerts.ts';

/** Content types of the record layer (RFC 5246 section 6.2.1). */
const CONTENT_TYPES: Readonly<Record<number, TlsRecord['type']>> = {
  20: 'change_cipher_spec',
  21: 'alert',
  22: 'handshake',
  23: 'application_data',
};

/** Handshake message types (RFC 5246 section 7.4, RFC 5077, RFC 6066). */
const HANDSHAKE_TYPES: Readonly<Record<number, string>> = {
  0: 'HelloRequest',
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
  22: 'CertificateStatus',
};

/** One record as it was on the wire. `bytes` is the whole record with its five-byte header. */
export interface TlsRecord {
  type: 'change_cipher_spec' | 'alert' | 'handshake' | 'application_data' | 'unknown';
  /** Handshake messages that begin in this record; empty once the direction is encrypted. */
  messages: string[];
  alert: Alert | null;
  encrypted: boolean;
  bytes: Buffer;
}

const HEADER = 5;

/**
 * Cuts one direction of a TLS 1.2 connection into records and names what is in clear. After ChangeCipherSpec a
 * direction is encrypted, and only type and length of a record are visible (RFC 5246 section 7.1).
 */
export class RecordReader {
  readonly #sentBy: Alert['sentBy'];
  #pending = Buffer.alloc(0);
  #encrypted = false;
  /** Bytes of the current handshake message that are still to come in later records. */
  #messageRest = 0;
  /** A handshake header can itself be cut by a record boundary. */
  #headerStart = Buffer.alloc(0);

  constructor(sentBy: Alert['sentBy']) {
    this.#sentBy = sentBy;
  }

  /** @returns the records that `chunk` completes, in order */
  push(chunk: Buffer): TlsRecord[] {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const records: TlsRecord[] = [];
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt16BE(3);
      if (rest.length < end) break;
      records.push(this.#read(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    this.#pending = Buffer.from(rest);
    return records;
  }

  #read(bytes: Buffer): TlsRecord {
    const type = CONTENT_TYPES[bytes[0] ?? 0] ?? 'unknown';
    const encrypted = this.#encrypted;
    if (type === 'change_cipher_spec') this.#encrypted = true;
    const body = bytes.subarray(HEADER);
    const [level, code] = body;
    const clearAlert = type === 'alert' && !encrypted && level !== undefined && code !== undefined;
    return {
      type,
      messages: type === 'handshake' && !encrypted ? this.#messagesIn(body) : [],
      alert: clearAlert ? alertOf(level, code, this.#sentBy) : null,
      encrypted,
      bytes,
    };
  }

  #messagesIn(body: Buffer): string[] {
    const names: string[] = [];
    let at = Math.min(this.#messageRest, body.length);
    this.#messageRest -= at;
    while (at < body.length) {
      const header = Buffer.concat([this.#headerStart, body.subarray(at, at + 4 - this.#headerStart.length)]);
      at += header.length - this.#headerStart.length;
      if (header.length < 4) {
        this.#headerStart = header;
        break;
      }
      this.#headerStart = Buffer.alloc(0);
      names.push(HANDSHAKE_TYPES[header[0] ?? -1] ?? `handshake_${header[0]}`);
      const length = header.readUIntBE(1, 3);
      const here = Math.min(length, body.length - at);
      at += here;
      this.#messageRest = length - here;
    }
    return names;
  }
}
