import { createHash } from 'node:crypto';
import { canonicalName } from '../../common/addresses.ts';
import { quote, readCharacterStrings } from '../../dns-mock/character-strings.ts';
import { RECORD_TYPES, type RecordType } from '../../dns-mock/rdata.ts';
import type { ZoneRecord } from '../../dns-mock/zone.ts';
import { AzureError, badRequest } from './azure-error.ts';
import { type JsonObject, listOf, objectOf, textOf, wholeOf } from './json-body.ts';

/** How Azure writes one record of a type, and how a zone file does. */
interface Form {
  /** The property of a record set that has its records. */
  property: string;
  /** The property has one record instead of a list. */
  single?: boolean;
  /** The record as the zone has it. */
  toValue(record: JsonObject, path: string): string;
  /** The record as Azure has it. @param value in presentation format */
  toRecord(value: string): JsonObject;
}

const required = (record: JsonObject, key: string, path: string): string => {
  const value = textOf(record[key], `${path}.${key}`);
  if (value === null) throw badRequest(`${path}.${key} is missing.`);
  return value;
};
const whole = (record: JsonObject, key: string, path: string, fallback: number): number =>
  wholeOf(record[key], `${path}.${key}`, 0) ?? fallback;

/** A type whose record is one string. */
const text = (property: string, key: string, single = false): Form => ({
  property,
  single,
  toValue: (record, path) => required(record, key, path),
  toRecord: (value) => ({ [key]: value }),
});

const SOA_NUMBERS = ['serialNumber', 'refreshTime', 'retryTime', 'expireTime', 'minimumTTL'] as const;

const FORMS: Record<RecordType, Form> = {
  A: text('ARecords', 'ipv4Address'),
  AAAA: text('AAAARecords', 'ipv6Address'),
  CNAME: text('CNAMERecord', 'cname', true),
  NS: text('NSRecords', 'nsdname'),
  TXT: {
    property: 'TXTRecords',
    toValue: (record, path) =>
      listOf(record.value, `${path}.value`)
        .map((part) => quote(Buffer.from(textOf(part, `${path}.value[]`) ?? '', 'utf8')))
        .join(' '),
    toRecord: (value) => ({
      value: (readCharacterStrings(value) ?? []).map((part) => part.toString('utf8')),
    }),
  },
  MX: {
    property: 'MXRecords',
    toValue: (record, path) =>
      `${whole(record, 'preference', path, 0)} ${required(record, 'exchange', path)}`,
    toRecord: (value) => {
      const [preference, exchange = ''] = value.trim().split(/\s+/);
      return { preference: Number(preference), exchange };
    },
  },
  CAA: {
    property: 'caaRecords',
    toValue: (record, path) => {
      const value = quote(Buffer.from(required(record, 'value', path), 'utf8'));
      return `${whole(record, 'flags', path, 0)} ${required(record, 'tag', path)} ${value}`;
    },
    toRecord: (value) => {
      const [, flags, tag, quoted] = /^(\d+)\s+(\S+)\s+(.*)$/s.exec(value.trim()) ?? [];
      const octets = readCharacterStrings(quoted ?? '') ?? [];
      return { flags: Number(flags), tag: tag ?? '', value: Buffer.concat(octets).toString('utf8') };
    },
  },
  SOA: {
    property: 'SOARecord',
    single: true,
    toValue: (record, path) =>
      [
        required(record, 'host', path),
        required(record, 'email', path),
        ...SOA_NUMBERS.map((key) => whole(record, key, path, 1)),
      ].join(' '),
    toRecord: (value) => {
      const [host = '', email = '', ...numbers] = value.trim().split(/\s+/);
      return {
        host,
        email,
        ...Object.fromEntries(SOA_NUMBERS.map((key, at) => [key, Number(numbers[at] ?? 1)])),
      };
    },
  },
};

/** A type as the path of a request has it. @throws AzureError 400 */
export function recordTypeOf(typed: string): RecordType {
  const found = RECORD_TYPES.find((type) => type === typed.toUpperCase());
  if (found !== undefined) return found;
  throw badRequest(`The mock has record sets of the types ${RECORD_TYPES.join(', ')}, not ${typed}.`);
}

/** The records of one name and type, as one resource. */
export interface RecordSet {
  /** Relative to the zone; `@` is the zone itself. */
  name: string;
  type: RecordType;
  /** Seconds. */
  ttl: number;
  values: string[];
}

/** The records of a zone as record sets, in the order in which they come. @param origin lower case, without the dot */
export function recordSetsOf(records: readonly ZoneRecord[], origin: string): RecordSet[] {
  const sets = new Map<string, RecordSet>();
  for (const { name, type, ttl, value } of records) {
    const relative = relativeName(canonicalName(name), origin);
    if (relative === null) continue;
    const key = `${type} ${relative}`;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, { name: relative, type, ttl, values: [value] });
    else known.values.push(value);
  }
  return [...sets.values()];
}

/** `www.contoso.com` in `contoso.com` → `www`; null for a name that is not in the zone. */
function relativeName(name: string, origin: string): string | null {
  if (name === origin) return '@';
  return name.endsWith(`.${origin}`) ? name.slice(0, -origin.length - 1) : null;
}

/** `www` in `contoso.com` → `www.contoso.com`. */
export function absoluteName(relative: string, origin: string): string {
  return relative === '@' ? origin : `${relative}.${origin}`;
}

/** The `properties` of a body as a TTL and values. @throws AzureError 400 */
export function readRecordSet(
  body: unknown,
  type: RecordType,
  known: RecordSet | undefined,
): Pick<RecordSet, 'ttl' | 'values'> {
  const properties = objectOf(objectOf(body, 'The body').properties, 'properties');
  const { property, single, toValue } = FORMS[type];
  const path = `properties.${property}`;
  const given = properties[property];
  const records = single && given !== undefined && given !== null ? [given] : listOf(given, path);
  return {
    ttl: wholeOf(properties.TTL, 'properties.TTL', 0) ?? known?.ttl ?? DEFAULT_TTL,
    values:
      given === undefined && known !== undefined
        ? known.values
        : records.map((record, at) =>
            toValue(objectOf(record, `${path}[${at}]`), single ? path : `${path}[${at}]`),
          ),
  };
}

/** Azure's, s. */
const DEFAULT_TTL = 3600;

/** The resource as GET answers it. */
export function describeRecordSet(set: RecordSet, zoneId: string, origin: string) {
  const { property, single, toRecord } = FORMS[set.type];
  const records = set.values.map(toRecord);
  return {
    id: `${zoneId}/${set.type}/${set.name}`,
    name: set.name,
    type: `Microsoft.Network/dnszones/${set.type}`,
    etag: etagOf(set),
    properties: {
      TTL: set.ttl,
      fqdn: `${absoluteName(set.name, origin)}.`,
      provisioningState: 'Succeeded',
      [property]: single ? records[0] : records,
    },
  };
}

/** Changes with the content. */
export function etagOf({ ttl, values }: RecordSet): string {
  return createHash('sha256')
    .update(JSON.stringify([ttl, values]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * Checks `If-Match` and `If-None-Match` (RFC 9110 sections 13.1.1 and 13.1.2), which az sends to create only or to change
 * what it has read only.
 *
 * @throws AzureError 412
 */
export function checkPreconditions(
  { ifMatch, ifNoneMatch }: { ifMatch: string | undefined; ifNoneMatch: string | undefined },
  known: RecordSet | undefined,
): void {
  const fails =
    (ifNoneMatch === '*' && known !== undefined) ||
    (ifMatch !== undefined &&
      (known === undefined || (ifMatch !== '*' && unquote(ifMatch) !== etagOf(known))));
  if (!fails) return;
  const state = known === undefined ? 'does not exist' : `has the etag ${etagOf(known)}`;
  throw new AzureError(
    412,
    'PreconditionFailed',
    `The condition of the request does not hold: the record set ${state}.`,
  );
}

const unquote = (etag: string): string => etag.replace(/^"|"$/g, '');
