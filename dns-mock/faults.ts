import { fail } from './errors.ts';
import { parseName } from './names.ts';
import { type IndexedRecord, indexNode, type Node, type ZoneRecord } from './zone.ts';

/** What can go wrong with the answers for one name. */
export type DnsFault =
  | {
      /**
       * `nxdomain` and `nodata`: negative answers with SOA. `servfail`, `refused`: that RCODE. `no-answer`: silence.
       * `truncate`: over UDP an empty answer with TC set, the full one over TCP.
       */
      fault: 'nxdomain' | 'nodata' | 'servfail' | 'refused' | 'no-answer' | 'truncate';
    }
  /** The right answer, that many ms late. */
  | { fault: 'delay'; delayMs: number }
  /**
   * What a resolver still has from before a change: these records of the name with their remaining TTL, counted from
   * when the fault was set, until it has run out; then what the zone holds.
   */
  | { fault: 'stale'; records: ZoneRecord[] }
  /**
   * The n-th query for addresses of a family is answered with the addresses of that family in the n-th set, TTL 0;
   * the last set stays. IPv4 and IPv6 are counted apart because clients ask for both at once.
   */
  | { fault: 'rotate'; answers: string[][] };

type AddressType = 'A' | 'AAAA';

/** A fault made ready for answering. */
export interface FaultInForce {
  given: DnsFault;
  /** Clock at which it was set, ms. */
  since: number;
  /** Of `stale`: the old records. */
  staleNode: Node;
  /** Of `rotate`: the sets of either family. */
  sets: Record<AddressType, readonly IndexedRecord[]>[];
  /** Of `rotate`: how many queries of either family were answered. */
  turns: Record<AddressType, number>;
}

const PLAIN = ['nxdomain', 'nodata', 'servfail', 'refused', 'no-answer', 'truncate'];
const MAX_DELAY_MS = 600_000;

/**
 * Checks a fault.
 *
 * @param name the name that it is for, as `parseName` gives it
 * @param now clock, ms
 * @throws MockError DNS_BAD_FAULT, and for the records of `stale` as `indexZones` does
 */
export function prepareFault(name: string, fault: DnsFault, now: number): FaultInForce {
  const bad = (what: string, value: unknown, expected: string) =>
    fail('DNS_BAD_FAULT', { name, what, value: String(value), expected });
  const ready: FaultInForce = {
    given: fault,
    since: now,
    staleNode: new Map(),
    sets: [],
    turns: { A: 0, AAAA: 0 },
  };
  switch (fault.fault) {
    case 'delay': {
      const { delayMs } = fault;
      if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS))
        throw bad('delayMs', delayMs, `a number of milliseconds from 0 to ${MAX_DELAY_MS}`);
      return ready;
    }
    case 'stale': {
      const elsewhere = fault.records.find((record) => parseName(record.name) !== name);
      if (elsewhere !== undefined) throw bad('the record name', elsewhere.name, 'the name of the fault');
      if (fault.records.length === 0) throw bad('records', 'none', 'one old record or more');
      return { ...ready, staleNode: indexNode(name, fault.records) };
    }
    case 'rotate': {
      if (fault.answers.length === 0) throw bad('answers', 'none', 'one set of addresses or more');
      return { ...ready, sets: fault.answers.map((addresses) => addressSets(name, addresses)) };
    }
    default:
      if (!PLAIN.includes(fault.fault))
        throw bad('the kind', fault.fault, `one of ${PLAIN.join(', ')}, delay, stale, rotate`);
      return ready;
  }
}

function addressSets(name: string, addresses: readonly string[]): FaultInForce['sets'][number] {
  const family = (address: string): AddressType => (address.includes(':') ? 'AAAA' : 'A');
  const node = indexNode(
    name,
    addresses.map((value) => ({ type: family(value), value, ttl: 0 })),
  );
  return { A: node.get('A') ?? [], AAAA: node.get('AAAA') ?? [] };
}

/** Of the old records those whose TTL has not run out, with what is left of it in whole seconds. */
export function remaining(fault: FaultInForce, now: number): Node {
  const elapsedMs = now - fault.since;
  const left = new Map<IndexedRecord['type'], IndexedRecord[]>();
  for (const [type, records] of fault.staleNode) {
    const alive = records
      .map((record) => ({ ...record, ttl: Math.ceil(record.ttl - elapsedMs / 1000) }))
      .filter(({ ttl }) => ttl > 0);
    if (alive.length > 0) left.set(type, alive);
  }
  return left;
}
