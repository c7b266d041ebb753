import { SCENARIO_ZONE } from '../apis/control/routes-dns.ts';
import { canonicalName } from '../common/addresses.ts';
import type { ClientOffer } from '../common/observations.ts';
import type { DnsFault } from '../dns-mock/faults.ts';
import type { ZoneRecord } from '../dns-mock/zone.ts';
import type { NamedWorld } from './combine-worlds.ts';
import { fillPlaceholders } from './placeholders.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';
import type { OtherNames, WorldSpec } from './world-spec.ts';
import { addressRecord } from './zone.ts';

/** How many worlds are open at a time; the one that was not asked for the longest makes room. */
const MOST_WORLDS = 64;

export interface ScenarioHostsOptions {
  /** The world by scenario name, or by several joined with `--`. @throws MockError SCENARIO_… */
  find(name: string): WorldSpec;
  /** What the worlds share with the one they are reached through. */
  options: WorldOptions;
}

/**
 * The scenarios as hosts of one running harness: `expired.badfe.test`, `expired--slow-first-byte.badfe.test`. A world is
 * started when its name is first asked for in a ClientHello, and the connection is handed on to it whole, so that
 * everything a scenario can be is possible, down to the records on the wire.
 */
export class ScenarioHosts {
  readonly #find: ScenarioHostsOptions['find'];
  readonly #options: WorldOptions;
  readonly #worlds = new Map<string, Promise<World>>();

  constructor({ find, options }: ScenarioHostsOptions) {
    this.#find = find;
    this.#options = options;
  }

  /** For `divert` of the router that clients connect to. @throws MockError SCENARIO_… for a name that is none */
  readonly divert = async (offer: ClientOffer | null): Promise<{ host: string; port: number } | null> => {
    const fqdn = fqdnOf(offer?.sni ?? '');
    if (fqdn === null) return null;
    const world = await this.#worldOf(fqdn);
    return { host: world.host, port: world.gateway.httpsPortWanted };
  };

  /** What a client of such a host is to trust: some scenarios have a root of their own. Null for other hosts. */
  async caPem(host: string): Promise<string | null> {
    const fqdn = fqdnOf(host);
    return fqdn === null ? null : (await this.#worldOf(fqdn)).caPem;
  }

  #worldOf(fqdn: string): Promise<World> {
    const known = this.#worlds.get(fqdn);
    if (known !== undefined) {
      // Put at the end: a Map remembers the order in which its keys came.
      this.#worlds.delete(fqdn);
      this.#worlds.set(fqdn, known);
      return known;
    }
    const spec = this.#find(fqdn.slice(0, -SCENARIO_ZONE.length - 1));
    const started = startWorld({ ...spec, fqdn: fqdn }, this.#options);
    this.#worlds.set(fqdn, started);
    started.catch(() => this.#worlds.delete(fqdn));
    const [oldest] = this.#worlds.keys();
    if (this.#worlds.size > MOST_WORLDS && oldest !== undefined) void this.#close(oldest);
    return started;
  }

  async #close(sni: string): Promise<void> {
    const world = this.#worlds.get(sni);
    this.#worlds.delete(sni);
    await (await world?.catch(() => undefined))?.close(0);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#worlds.keys()].map((sni) => this.#close(sni)));
  }
}

/** The name of a scenario's world: the label before the zone, whatever stands before it; null outside of the zone. */
function fqdnOf(host: string): string | null {
  const name = canonicalName(host);
  if (!name.endsWith(`.${SCENARIO_ZONE}`)) return null;
  const label = name
    .slice(0, -SCENARIO_ZONE.length - 1)
    .split('.')
    .at(-1);
  return `${label}.${SCENARIO_ZONE}`;
}

/** Every scenario's own records and faults where it brings some, the router's address for all other names. */
export function scenarioNames(worlds: readonly NamedWorld[], host: string): OtherNames {
  const records: ZoneRecord[] = [addressRecord(`*.${SCENARIO_ZONE}`, host)];
  const faults: Record<string, DnsFault> = {};
  for (const { name, world } of worlds) {
    const fqdn = `${name}.${SCENARIO_ZONE}`;
    const own = fillPlaceholders(world.records ?? [], { fqdn, host });
    records.push(...own.filter((record) => record.name.endsWith(`.${SCENARIO_ZONE}`)));
    Object.assign(faults, fillPlaceholders(world.dnsFaults ?? {}, { fqdn, host }));
    // Without this the wildcard would answer for a name that is not to be there.
    if (world.records?.length === 0) faults[fqdn] = { fault: 'nxdomain' };
  }
  return { records, faults };
}
