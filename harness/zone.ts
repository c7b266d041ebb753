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

/** Where a router is reached that listens on `host`: a wildcard address is none to send anybody to. */
export function reachableAddress(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
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
export function zonesFor(mainOrigin: string, records: ZoneRecord[]): Zone[] {
  const origins = [mainOrigin];
  const candidates = records.map(({ name }) => originOf(name));
  for (const origin of candidates.sort((a, b) => a.length - b.length))
    if (!origins.some((known) => isWithin(origin, known))) origins.push(origin);
  const zones = origins.map((origin): Zone => ({ origin, records: [], negativeTtl: NEGATIVE_TTL }));
  for (const record of records.map(fitToAddress)) {
    zones.find(({ origin }) => isWithin(record.name, origin))?.records.push(record);
  }
  return zones;
}

/** A world's A records have the router's address, and where that is an IPv6 one they are AAAA records (RFC 3596). */
const fitToAddress = (record: ZoneRecord): ZoneRecord =>
  record.type === 'A' && net.isIPv6(record.value) ? { ...record, type: 'AAAA' } : record;

const isWithin = (name: string, origin: string): boolean => name === origin || name.endsWith(`.${origin}`);
