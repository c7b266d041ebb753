import { fillPlaceholders } from '../../harness/placeholders.ts';
import { DEFAULT_FQDN, type WorldSpec } from '../../harness/world-spec.ts';
import type { RouterAddress } from '../../scenarios/destinations.ts';

/** A name as DNS compares it (RFC 1035 section 2.3.3), without the dot of the root. */
export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** A world as the harness builds it, the placeholders in its strings filled in. */
function filled(world: WorldSpec, router: RouterAddress): WorldSpec & { fqdn: string } {
  const fqdn = world.fqdn ?? (world.settings?.config.sslCname || DEFAULT_FQDN);
  return { ...fillPlaceholders(world, { fqdn, host: router.host }), fqdn };
}

const LOOPBACK: RouterAddress = { host: '127.0.0.1' };

/** The host in the scoring URI of a world, as DNS compares names. */
export function scoringHost(world: WorldSpec, router: RouterAddress = LOOPBACK): string {
  const { fqdn, scoringHost: host } = filled(world, router);
  return canonical(host ?? fqdn);
}

/** DNS faults after which a client has no address to connect to. */
const NO_ADDRESS = new Set(['nxdomain', 'nodata', 'servfail', 'refused', 'no-answer']);

/**
 * Whether a TCP connection to the scoring URI can come about at all. Where it cannot, the DNS question is as far as
 * any client gets, and the proof that this one tried.
 */
export function canBeReached(world: WorldSpec, router: RouterAddress): boolean {
  if (world.httpsGone === true) return false;
  const addresses = addressesOf(world, router);
  const alive = new Set([router.host, ...(world.otherRouters ?? []).map(({ address }) => address)]);
  return addresses === null || addresses.some((address) => alive.has(address));
}

/** The addresses that DNS gives for the scoring host; null where it gives the router's, as it should. */
function addressesOf(world: WorldSpec, router: RouterAddress): string[] | null {
  const host = scoringHost(world, router);
  const { dnsFaults = {}, records: own } = filled(world, router);
  const [, fault] = Object.entries(dnsFaults).find(([name]) => canonical(name) === host) ?? [];
  if (fault !== undefined && NO_ADDRESS.has(fault.fault)) return [];
  if (fault?.fault === 'rotate') return fault.answers.flat();
  const records = fault?.fault === 'stale' ? fault.records : own;
  if (records === undefined) return null;
  return records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ value }) => value);
}
