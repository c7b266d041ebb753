import type { MockError } from '../common/errors.ts';
import { fail } from './errors.ts';
import { absolute, parentOf, parseName, wildcardUnder } from './names.ts';
import { isRecordType, parseRdata, type Rdata, RECORD_TYPES, type RecordType } from './rdata.ts';

export type { RecordType } from './rdata.ts';

/** One record as a registrar's form has it. */
export interface ZoneRecord {
  /** Absolute, with or without the trailing dot; `*` as the first label makes a wildcard (RFC 4592). */
  name: string;
  /** Its type: `A`, `AAAA`, `CNAME`, … */
  type: RecordType;
  /** The data in presentation format (RFC 1035 section 5.1): `127.0.0.1`, `10 mail.contoso.com`, … */
  value: string;
  /** Seconds. */
  ttl: number;
}

/** What the server is the authority for. Without a SOA record of its own a zone gets one made from `negativeTtl`. */
export interface Zone {
  origin: string;
  records: ZoneRecord[];
  /** Seconds for which a resolver may remember that something is not there (RFC 2308 section 5). */
  negativeTtl: number;
}

export interface IndexedRecord {
  type: RecordType;
  ttl: number;
  rdata: Rdata;
}

/** All records of one name by type; empty for a name that only has names under it (RFC 4592 section 2.2.2). */
export type Node = ReadonlyMap<RecordType, readonly IndexedRecord[]>;

/** A zone made ready for look-ups. */
export interface IndexedZone {
  origin: string;
  /** The SOA as it goes into negative answers, with the TTL of RFC 2308 section 3. */
  negativeSoa: IndexedRecord;
  nodes: ReadonlyMap<string, Node>;
}

/** The zones of a server by origin. */
export type ZoneIndex = ReadonlyMap<string, IndexedZone>;

const MAX_TTL = 2 ** 31 - 1;

/**
 * Checks zones and makes them ready for look-ups.
 *
 * @param serial the SOA serial of zones that bring no SOA record
 * @throws MockError DNS_BAD_NAME, DNS_BAD_TYPE, DNS_BAD_VALUE, DNS_BAD_TTL, DNS_ZONE_TWICE, DNS_RECORD_OUTSIDE_ZONE,
 *   DNS_CNAME_AND_OTHER_DATA, DNS_CNAME_AT_APEX, DNS_SECOND_RECORD, DNS_TTLS_DIFFER, DNS_DELEGATION
 */
export function indexZones(zones: readonly Zone[], serial = 1): ZoneIndex {
  const byOrigin = new Map<string, Zone>();
  for (const zone of zones) {
    const origin = parseName(zone.origin);
    if (byOrigin.has(origin)) throw fail('DNS_ZONE_TWICE', { origin: absolute(origin) });
    byOrigin.set(origin, zone);
  }
  const index = new Map<string, IndexedZone>();
  for (const [origin, zone] of byOrigin) {
    for (const { name } of zone.records) {
      // A record below another zone of this server would never be found: that zone answers for the name.
      if (closest(byOrigin, parseName(name)) !== zone)
        throw fail('DNS_RECORD_OUTSIDE_ZONE', { name, origin: absolute(origin) });
    }
    index.set(origin, indexZone(origin, zone, serial));
  }
  return index;
}

function indexZone(origin: string, zone: Zone, serial: number): IndexedZone {
  checkTtl(origin, zone.negativeTtl);
  const nodes = new Map<string, Map<RecordType, IndexedRecord[]>>([[origin, new Map()]]);
  for (const record of zone.records) {
    const name = parseName(record.name);
    addRecord(nodeAt(nodes, name, origin), record);
  }
  for (const [name, node] of nodes) {
    dropDuplicates(node);
    checkNode(name, node, origin);
  }

  const apex = nodeAt(nodes, origin, origin);
  const soa = apex.get('SOA')?.[0] ?? soaFor(origin, zone.negativeTtl, serial);
  apex.set('SOA', [soa]);
  const negativeTtl = Math.min(soa.ttl, soa.rdata.fields.minimum ?? soa.ttl);
  return { origin, negativeSoa: { ...soa, ttl: negativeTtl }, nodes };
}

/** The node of a name, made together with the empty ones between it and the origin where they are not there yet. */
function nodeAt<N>(nodes: Map<string, Map<RecordType, N>>, name: string, origin: string): Map<RecordType, N> {
  const known = nodes.get(name);
  if (known !== undefined) return known;
  const made = new Map<RecordType, N>();
  nodes.set(name, made);
  const parent = parentOf(name);
  if (name !== origin && parent !== null) nodeAt(nodes, parent, origin);
  return made;
}

/**
 * Checks records that all belong to one name and groups them by type.
 *
 * @throws MockError as `indexZones` does
 */
export function indexNode(name: string, records: readonly Omit<ZoneRecord, 'name'>[]): Node {
  const node = new Map<RecordType, IndexedRecord[]>();
  for (const record of records) addRecord(node, { ...record, name });
  dropDuplicates(node);
  checkNode(name, node, null);
  return node;
}

function addRecord(node: Map<RecordType, IndexedRecord[]>, { name, type, value, ttl }: ZoneRecord): void {
  if (!isRecordType(type)) throw fail('DNS_BAD_TYPE', { name, type, types: RECORD_TYPES.join(', ') });
  checkTtl(name, ttl);
  const rdata = parseRdata(name, type, value);
  const set = node.get(type) ?? [];
  node.set(type, set);
  set.push({ type, ttl, rdata });
}

/** The same data twice is one record (RFC 2181 section 5). */
function dropDuplicates(node: Map<RecordType, IndexedRecord[]>): void {
  for (const [type, set] of node) {
    if (set.length > 1)
      node.set(
        type,
        [...new Map(set.map((each) => [each.rdata.text, each] as const).reverse()).values()].reverse(),
      );
  }
}

function checkTtl(name: string, ttl: number): void {
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > MAX_TTL) throw fail('DNS_BAD_TTL', { name, ttl });
}

/** @param origin of the zone, or null where the node is not part of one */
function checkNode(name: string, node: Node, origin: string | null): void {
  if (node.has('CNAME')) {
    if (name === origin) throw fail('DNS_CNAME_AT_APEX', { name });
    const others = [...node.keys()].filter((type) => type !== 'CNAME').join(', ');
    if (others !== '') throw fail('DNS_CNAME_AND_OTHER_DATA', { name, others });
  }
  if (origin !== null && name !== origin) {
    // A referral to servers that do not exist is of no use in a test.
    for (const type of ['NS', 'SOA'] as const)
      if (node.has(type)) throw fail('DNS_DELEGATION', { name, type, origin: absolute(origin) });
  }
  for (const [type, set] of node) {
    const single = type === 'CNAME' || type === 'SOA';
    if (single && set.length > 1) throw fail('DNS_SECOND_RECORD', { name, type });
    const ttls = new Set(set.map(({ ttl }) => ttl));
    if (ttls.size > 1) throw fail('DNS_TTLS_DIFFER', { name, type, ttls: [...ttls].join(' and ') });
  }
}

/** The SOA record of a zone that brings none. */
export function soaFor(origin: string, negativeTtl: number, serial: number): IndexedRecord {
  const [server, mailbox] = ['ns', 'hostmaster'].map((label) =>
    absolute(origin ? `${label}.${origin}` : label),
  );
  const value = `${server} ${mailbox} ${serial} 7200 900 1209600 ${negativeTtl}`;
  return { type: 'SOA', ttl: negativeTtl, rdata: parseRdata(origin, 'SOA', value) };
}

/** The zone that answers for a name: of those that enclose it the one with the longest origin. */
export function closestZone(zones: ZoneIndex, name: string): IndexedZone | undefined {
  return closest(zones, name);
}

/**
 * Puts each record into the zone that answers for its name. A zone may be cut out of another one.
 *
 * @param origins of the zones, as typed
 * @param negativeTtl seconds, for all of the zones
 * @throws MockError DNS_BAD_NAME, DNS_ZONE_TWICE, DNS_OUTSIDE_ZONES
 */
export function gatherZones(
  origins: readonly string[],
  records: readonly ZoneRecord[],
  negativeTtl: number,
): Zone[] {
  const zones = new Map<string, Zone>();
  for (const typed of origins) {
    const origin = parseName(typed);
    if (zones.has(origin)) throw fail('DNS_ZONE_TWICE', { origin: absolute(origin) });
    zones.set(origin, { origin, records: [], negativeTtl });
  }
  for (const record of records) {
    const zone = closest(zones, parseName(record.name));
    if (zone === undefined) throw outsideZones(record.name, zones.keys());
    zone.records.push(record);
  }
  return [...zones.values()];
}

/** The error for a name that none of the zones encloses. */
export function outsideZones(name: string, origins: Iterable<string>): MockError {
  const zones = Array.from(origins, absolute).join(', ') || 'none';
  return fail('DNS_OUTSIDE_ZONES', { name, zones });
}

/** Of the given things by name, the one whose name is the closest at or above `name`. */
export function closest<Z>(zones: ReadonlyMap<string, Z>, name: string): Z | undefined {
  for (let at: string | null = name; at !== null; at = parentOf(at)) {
    const zone = zones.get(at);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/**
 * Looks a name up in its zone (RFC 1034 section 4.3.2 step 3, RFC 4592 section 3.3.1).
 *
 * @returns the node that answers, undefined where the name does not exist, and that node's name: the wildcard under
 *   the closest encloser where the name itself is not in the zone
 */
export function findNode(zone: IndexedZone, name: string): { source: string; node: Node | undefined } {
  const exact = zone.nodes.get(name);
  if (exact !== undefined) return { source: name, node: exact };
  let encloser = parentOf(name);
  while (encloser !== null && !zone.nodes.has(encloser)) encloser = parentOf(encloser);
  const source = wildcardUnder(encloser ?? zone.origin);
  return { source, node: zone.nodes.get(source) };
}
