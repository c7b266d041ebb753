import net from 'node:net';
import type { Zone, ZoneRecord } from '../dns-mock/zone.ts';

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

/** Gathers records into one zone an origin. Names outside `mainOrigin` get zones of their own. */
export function zonesFor(mainOrigin: string, records: ZoneRecord[]): Zone[] {
  const zones = new Map<string, Zone>();
  const zone = (origin: string): Zone => {
    const known = zones.get(origin);
    if (known !== undefined) return known;
    const made: Zone = { origin, records: [], negativeTtl: NEGATIVE_TTL };
    zones.set(origin, made);
    return made;
  };
  zone(mainOrigin);
  for (const record of records) {
    const inMain = record.name === mainOrigin || record.name.endsWith(`.${mainOrigin}`);
    zone(inMain ? mainOrigin : originOf(record.name)).records.push(record);
  }
  return [...zones.values()];
}
