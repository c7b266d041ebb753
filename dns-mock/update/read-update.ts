import { HEADER_LENGTH } from '../message-check.ts';
import type { RecordType } from '../rdata.ts';
import { readTsig, type Tsig } from './tsig.ts';
import { readWireName } from './wire-name.ts';
import { presentRdata, TYPE_NUMBERS } from './wire-rdata.ts';

/** A record of the prerequisite or of the update section (RFC 2136 sections 2.4 and 2.5). */
export interface UpdateRecord {
  /** In lower case, without the trailing dot. */
  name: string;
  typeNumber: number;
  /** Null for a type that the server does not hold, and for ANY. */
  type: RecordType | null;
  class: number;
  /** Seconds. */
  ttl: number;
  /** Null where there is no data, or where the type is not held. */
  value: string | null;
  /** Octets of the data. */
  dataLength: number;
}

/** An UPDATE message (RFC 2136 section 2). */
export interface UpdateMessage {
  /** The zone that is to change, in lower case. */
  zone: string;
  zoneType: number;
  zoneClass: number;
  /** Offset of the octet after the zone section. */
  zoneEnd: number;
  prerequisites: UpdateRecord[];
  updates: UpdateRecord[];
  /** Null for an unsigned message. */
  tsig: Tsig | null;
}

const UPDATE = 5;
/**
 * Octets. Larger than a query's limit, because one message may carry a whole zone's change. It stays below 0x4745,
 * which is how "GE" of an HTTP request reads as the length prefix of TCP: so no web page can send an update.
 */
export const MAX_UPDATE_LENGTH = 16_384;
const TYPE_TSIG = 250;
const TYPE_OPT = 41;

/** Whether a message is a request with the opcode UPDATE; nothing else of it is looked at. */
export function isUpdate(message: Buffer): boolean {
  return message.length >= HEADER_LENGTH && ((message[2] ?? 0) & 0xf8) === UPDATE << 3;
}

/**
 * Reads an UPDATE message. Work is linear in its length, which is limited. Does not throw, whatever the octets are.
 *
 * @returns a sentence where the message is malformed (FORMERR)
 */
export function readUpdate(message: Buffer): UpdateMessage | string {
  if (message.length > MAX_UPDATE_LENGTH) return 'longer than an update may be';
  const [zones = 0, prerequisiteCount = 0, updateCount = 0, additionalCount = 0] = [4, 6, 8, 10].map((at) =>
    message.readUInt16BE(at),
  );
  if (zones !== 1) return `${zones} zones`;
  const zone = readWireName(message, HEADER_LENGTH);
  if (zone === null || zone.end + 4 > message.length) return 'a zone section that cannot be read';
  const reader = new RecordReader(message, zone.end + 4);
  const prerequisites = reader.records(prerequisiteCount);
  if (typeof prerequisites === 'string') return prerequisites;
  const updates = reader.records(updateCount);
  if (typeof updates === 'string') return updates;
  const tsig = reader.additionals(additionalCount);
  if (typeof tsig === 'string') return tsig;
  return {
    zone: zone.name,
    zoneType: message.readUInt16BE(zone.end),
    zoneClass: message.readUInt16BE(zone.end + 2),
    zoneEnd: zone.end + 4,
    prerequisites,
    updates,
    tsig,
  };
}

class RecordReader {
  readonly #message: Buffer;
  #at: number;

  constructor(message: Buffer, start: number) {
    this.#message = message;
    this.#at = start;
  }

  records(count: number): UpdateRecord[] | string {
    const records: UpdateRecord[] = [];
    for (let index = 0; index < count; index++) {
      const outline = this.#outline();
      if (outline === null) return 'a record that cannot be read';
      const { name, typeNumber, start, end } = outline;
      const type = TYPE_NUMBERS.get(typeNumber) ?? null;
      const dataLength = end - start;
      const value =
        type === null || dataLength === 0 ? null : presentRdata(type, { message: this.#message, start, end });
      if (type !== null && dataLength > 0 && value === null) return `data that is not of type ${type}`;
      records.push({ name, typeNumber, type, class: outline.class, ttl: outline.ttl, value, dataLength });
    }
    return records;
  }

  /** The additional section: an OPT record at most, and one TSIG at its end (RFC 8945 section 5.1). */
  additionals(count: number): Tsig | null | string {
    let tsig: Tsig | null = null;
    for (let index = 0; index < count; index++) {
      const recordStart = this.#at;
      const outline = this.#outline();
      if (outline === null) return 'a record that cannot be read';
      const { typeNumber } = outline;
      if (typeNumber === TYPE_OPT) continue;
      if (typeNumber !== TYPE_TSIG || index !== count - 1) return 'an additional record out of place';
      tsig = readTsig(this.#message, recordStart);
      if (tsig === null) return 'a TSIG record that cannot be read';
    }
    return this.#at === this.#message.length ? tsig : 'octets after the last record';
  }

  #outline() {
    const message = this.#message;
    const owner = readWireName(message, this.#at);
    if (owner === null || owner.end + 10 > message.length) return null;
    const start = owner.end + 10;
    const end = start + message.readUInt16BE(owner.end + 8);
    if (end > message.length) return null;
    this.#at = end;
    return {
      name: owner.name,
      typeNumber: message.readUInt16BE(owner.end),
      class: message.readUInt16BE(owner.end + 2),
      ttl: message.readUInt32BE(owner.end + 4),
      start,
      end,
    };
  }
}
