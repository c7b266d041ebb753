import net from 'node:net';
import { quote, readCharacterStrings } from './character-strings.ts';
import { fail } from './errors.ts';
import { absolute, parseName } from './names.ts';
import type { RecordFields } from './wire.ts';

/** The record types that the server holds. */
export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'NS', 'SOA', 'MX', 'CAA'] as const;
/** One of the record types that the server holds. */
export type RecordType = (typeof RECORD_TYPES)[number];

/** The data of one record, checked. */
export interface Rdata {
  /** In presentation form, as `dig` prints it. */
  text: string;
  fields: RecordFields;
}

interface Form {
  expected: string;
  example: string;
  /** @returns null where the value has not the expected form */
  read(value: string): Rdata | null;
}

const UINT32_MAX = 2 ** 32 - 1;
/** Leaves room for the rest of a message, whose length over TCP is 16 bits (RFC 1035 section 4.2.2). */
const MAX_TEXT_OCTETS = 60_000;
/** Characters of a wrong value that an error repeats. */
const MAX_SHOWN = 100;

const FORMS: Record<RecordType, Form> = {
  A: {
    expected: 'an IPv4 address',
    example: '127.0.0.1',
    read: (value) => (net.isIPv4(value) ? { text: value, fields: { address: value } } : null),
  },
  AAAA: {
    expected: 'an IPv6 address',
    example: '2001:db8::1',
    read(value) {
      if (!net.isIPv6(value) || value.includes('%')) return null;
      // dns2 reads groups of hex digits only; the URL parser turns ::ffff:192.0.2.1 into those (RFC 5952).
      const text = new URL(`http://[${value}]`).hostname.slice(1, -1);
      return { text, fields: { address: text } };
    },
  },
  CNAME: { expected: 'a domain name', example: 'lb.contoso.com', read: readTarget('domain') },
  NS: { expected: 'a domain name', example: 'ns1.contoso.com', read: readTarget('ns') },
  TXT: {
    expected: `text of at most ${MAX_TEXT_OCTETS} octets, or character strings in quotes of at most 255 each`,
    example: '"v=spf1 -all"',
    read(value) {
      const strings = readCharacterStrings(value);
      if (strings === null || Buffer.concat(strings).length > MAX_TEXT_OCTETS) return null;
      // The encoder takes buffers as well as strings, which its types leave out.
      return { text: strings.map(quote).join(' '), fields: { data: strings as unknown as string[] } };
    },
  },
  MX: {
    expected: 'a preference from 0 to 65535 and a domain name',
    example: '10 mail.contoso.com',
    read(value) {
      const [preference, exchange, ...rest] = value.trim().split(/\s+/);
      const priority = readNumber(preference, 0xffff);
      if (priority === null || exchange === undefined || rest.length > 0) return null;
      const name = parseName(exchange);
      return { text: `${priority} ${absolute(name)}`, fields: { priority, exchange: name } };
    },
  },
  SOA: {
    expected: 'a primary server, a mailbox name, and the numbers serial, refresh, retry, expire, minimum',
    example: 'ns1.contoso.com hostmaster.contoso.com 1 7200 900 1209600 60',
    read(value) {
      const [server, mailbox, ...rest] = value.trim().split(/\s+/);
      const numbers = rest.map((number) => readNumber(number, UINT32_MAX));
      const [serial, refresh, retry, expiration, minimum, ...more] = numbers;
      if (server === undefined || mailbox === undefined || more.length > 0) return null;
      if (serial == null || refresh == null || retry == null || expiration == null || minimum == null)
        return null;
      const [primary, admin] = [parseName(server), parseName(mailbox)];
      return {
        text: [absolute(primary), absolute(admin), ...numbers].join(' '),
        fields: { primary, admin, serial, refresh, retry, expiration, minimum },
      };
    },
  },
  CAA: {
    expected: 'flags from 0 to 255, a tag, and a value in quotes',
    example: '0 issue "ca.contoso.com"',
    read(value) {
      const [, number, tag, quoted] = /^(\d+)\s+([a-z0-9]{1,15})\s+(.+)$/is.exec(value.trim()) ?? [];
      const flags = readNumber(number, 0xff);
      const [octets, ...more] = readCharacterStrings(quoted ?? '') ?? [];
      if (flags === null || tag === undefined || octets === undefined || more.length > 0) return null;
      return {
        text: `${flags} ${tag} ${quote(octets)}`,
        fields: { flags, tag, value: octets.toString('utf8') },
      };
    },
  },
};

function readTarget(field: 'domain' | 'ns') {
  return (value: string): Rdata => {
    const name = parseName(value);
    return { text: absolute(name), fields: { [field]: name } };
  };
}

function readNumber(text: string | undefined, max: number): number | null {
  return text !== undefined && /^\d{1,10}$/.test(text) && Number(text) <= max ? Number(text) : null;
}

/** Narrows a type that a person typed. */
export function isRecordType(type: string): type is RecordType {
  return (RECORD_TYPES as readonly string[]).includes(type);
}

/**
 * Reads the value of a record in the presentation format of RFC 1035 section 5.1 (CAA: RFC 8659 section 4.1.1). Names
 * in it are absolute, with or without the trailing dot.
 *
 * @throws MockError DNS_BAD_VALUE, or DNS_BAD_NAME for a name in it
 */
export function parseRdata(name: string, type: RecordType, value: string): Rdata {
  const { expected, example, read } = FORMS[type];
  const rdata = read(value);
  if (rdata !== null) return rdata;
  const shown = value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
  throw fail('DNS_BAD_VALUE', { name, type, value: shown, expected, example });
}
