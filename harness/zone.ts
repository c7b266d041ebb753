import net from 'node:net';
import { parseName } from '../dns-mock/names.ts';
import { closest, gatherZones, type Zone, type ZoneRecord } from '../dns-mock/zone.ts';

/**
 * The zone that a name belongs to, as the registrar would delegate it: all labels but the first, or the name itself
 * where there is only one (`arc-ml`).
 */
export function originOf(name: string): string {
  const labels = name.replace(/\.$/, '').split('.');
  return labels.length > 2 ? labels.slice(1).join('.') : labels.join('.');
}

/** The one record that the article asks for ("Update your DNS with FQDN"): the name at the router's address. */
export function addressRecord(name: string, address: string): ZoneRecord {
  return { name, type: net.isIPv6(address) ? 'AAAA' : 'A', value: address, ttl: 60 };
}

/** Seconds for which resolvers may remember that a name is not there (RFC 2308); short, so that a lesson goes on. */
const NEGATIVE_TTL = 5;

/**
 * Gathers records into the zone `mainOrigin` and, for names outside of it, into zones of their own. No zone is cut out of
 * another one: a name two labels below an origin stays in that zone.
 */
export function zonesFor(mainOrigin: string, records: readonly ZoneRecord[]): Zone[] {
  const origins = new Map([[parseName(mainOrigin), mainOrigin]]);
  const candidates = records.map(({ name }) => parseName(originOf(name)));
  for (const origin of candidates.sort((a, b) => a.length - b.length))
    if (closest(origins, origin) === undefined) origins.set(origin, origin);
  return gatherZones([...origins.values()], records.map(fitToAddress), NEGATIVE_TTL);
}

/** A world's A records have the router's address, and where that is an IPv6 one they are AAAA records (RFC 3596). */
const fitToAddress = (record: ZoneRecord): ZoneRecord =>
  record.type === 'A' && net.isIPv6(record.value) ? { ...record, type: 'AAAA' } : record;
