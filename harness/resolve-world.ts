import { canonicalName } from '../common/addresses.ts';
import type { DnsFault } from '../dns-mock/faults.ts';
import type { ZoneRecord } from '../dns-mock/zone.ts';
import { ZoneStore } from '../dns-mock/zone-store.ts';
import type { TypedSettings } from '../extension/settings.ts';
import { fillPlaceholders } from './placeholders.ts';
import { DEFAULT_FQDN, defaultSettings, type OtherNames, type WorldSpec } from './world-spec.ts';
import { addressRecord, originOf, zonesFor } from './zone.ts';

/** Where the client of a world goes, and whether it can arrive there. */
export interface ClientTarget {
  /** The host of the scoring URI, as DNS compares names (RFC 1035 section 2.3.3). */
  readonly name: string;
  /** The address of the endpoint's own router. */
  readonly address: string;
  /**
   * Whether a TCP connection to the scoring URI is possible. Where it is not, the DNS question is as far as any client
   * gets, and the proof that this one tried.
   */
  readonly reachable: boolean;
}

/** What a spec comes to before anything is minted or opened. */
export interface ResolvedWorld {
  /** The spec with its placeholders filled in. */
  readonly spec: WorldSpec;
  readonly fqdn: string;
  /** Null is a cluster without the extension. */
  readonly settings: TypedSettings | null;
  /** Everything that DNS holds, other names included. */
  readonly records: ZoneRecord[];
  readonly dnsFaults: Record<string, DnsFault>;
  readonly target: ClientTarget;
}

/**
 * Works out names, records and faults of a world. Pure.
 *
 * @param address at which clients reach the router
 * @param otherNames that DNS knows beside those of the world
 * @throws MockError DNS_… where a record or a fault is not right
 */
export function resolveWorld(given: WorldSpec, address: string, otherNames?: OtherNames): ResolvedWorld {
  const fqdn = given.fqdn ?? (given.settings?.config.sslCname || DEFAULT_FQDN);
  const spec = fillPlaceholders(given, { fqdn, host: address });
  const records = [...(spec.records ?? [addressRecord(fqdn, address)]), ...(otherNames?.records ?? [])];
  const dnsFaults = { ...otherNames?.faults, ...spec.dnsFaults };
  const name = canonicalName(spec.scoringHost ?? fqdn);
  const addresses = addressesOf(name, originOf(fqdn), records, dnsFaults);
  const alive = new Set([address, ...(spec.otherRouters ?? []).map((other) => other.address)]);
  return {
    spec,
    fqdn,
    settings: spec.settings === undefined ? defaultSettings(fqdn) : spec.settings,
    records,
    dnsFaults,
    target: {
      name,
      address,
      reachable: !isRouterGone(spec) && (name === address || addresses.some((each) => alive.has(each))),
    },
  };
}

const isRouterGone = ({ httpsGone, before = [] }: WorldSpec): boolean =>
  httpsGone === true || before.some(({ event }) => event === 'router-gone');

/** Every address that DNS may give for a name, whatever was asked before. */
function addressesOf(
  name: string,
  origin: string,
  records: readonly ZoneRecord[],
  faults: Record<string, DnsFault>,
): string[] {
  const store = new ZoneStore(zonesFor(origin, records), () => 0);
  for (const [faulty, fault] of Object.entries(faults)) store.setFault(faulty, fault);
  const turns = Math.max(
    1,
    ...Object.values(faults).map((fault) => (fault.fault === 'rotate' ? fault.answers.length : 1)),
  );
  const questions = [A, AAAA].flatMap((type) =>
    Array.from({ length: turns }, () => ({ name, type, class: IN })),
  );
  return questions.flatMap((question) => {
    const { silent, answers } = store.answer(question);
    return silent ? [] : answers.map(({ rdata }) => rdata.text);
  });
}

/** RFC 1035 section 3.2.2 and RFC 3596 section 2.1; class IN of RFC 1035 section 3.2.4. */
const A = 1;
const AAAA = 28;
const IN = 1;
