import { quote } from '../character-strings.ts';
import { absolute } from '../names.ts';
import type { RecordType } from '../rdata.ts';
import { readWireName } from './wire-name.ts';

/** The types that the server holds, by their numbers (RFC 1035 section 3.2.2, RFC 3596, RFC 8659). */
export const TYPE_NUMBERS: ReadonlyMap<number, RecordType> = new Map([
  [1, 'A'],
  [2, 'NS'],
  [5, 'CNAME'],
  [6, 'SOA'],
  [15, 'MX'],
  [16, 'TXT'],
  [28, 'AAAA'],
  [257, 'CAA'],
]);

/** A piece of a message; names in it may point to what came before. */
export interface Slice {
  message: Buffer;
  start: number;
  end: number;
}

/**
 * Turns the data of a record from the wire into the presentation format that a zone holds (RFC 1035 section 5.1).
 *
 * @returns null where the octets are not data of that type
 */
export function presentRdata(type: RecordType, slice: Slice): string | null {
  const octets = slice.message.subarray(slice.start, slice.end);
  switch (type) {
    case 'A':
      return octets.length === 4 ? octets.join('.') : null;
    case 'AAAA':
      return octets.length === 16 ? (octets.toString('hex').match(/.{4}/g) ?? []).join(':') : null;
    case 'CNAME':
    case 'NS': {
      const name = readWireName(slice.message, slice.start);
      return name === null || name.end !== slice.end ? null : absolute(name.name);
    }
    case 'MX': {
      const name = octets.length < 3 ? null : readWireName(slice.message, slice.start + 2);
      return name === null || name.end !== slice.end
        ? null
        : `${octets.readUInt16BE()} ${absolute(name.name)}`;
    }
    case 'TXT':
      return presentStrings(octets);
    case 'SOA':
      return presentSoa(slice);
    case 'CAA':
      return presentCaa(octets);
  }
}

function presentStrings(octets: Buffer): string | null {
  const strings: string[] = [];
  for (let at = 0; at < octets.length; ) {
    const end = at + 1 + (octets[at] ?? 0);
    if (end > octets.length) return null;
    strings.push(quote(octets.subarray(at + 1, end)));
    at = end;
  }
  return strings.length === 0 ? null : strings.join(' ');
}

/** Two names and five numbers of 32 bits (RFC 1035 section 3.3.13). */
function presentSoa({ message, start, end }: Slice): string | null {
  const server = readWireName(message, start);
  const mailbox = server === null ? null : readWireName(message, server.end);
  if (server === null || mailbox === null || mailbox.end + 20 !== end) return null;
  const numbers = [0, 4, 8, 12, 16].map((offset) => message.readUInt32BE(mailbox.end + offset));
  return [absolute(server.name), absolute(mailbox.name), ...numbers].join(' ');
}

/** Flags, the length of the tag, the tag, and the value up to the end (RFC 8659 section 4.1). */
function presentCaa(octets: Buffer): string | null {
  const [flags, length] = octets;
  if (flags === undefined || length === undefined || 2 + length > octets.length) return null;
  const tag = octets.subarray(2, 2 + length).toString('latin1');
  return `${flags} ${tag} ${quote(octets.subarray(2 + length))}`;
}
