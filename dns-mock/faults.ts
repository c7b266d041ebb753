import { fail } from './errors.ts';
import { parseName } from './names.ts';
import { type IndexedRecord, indexNode, type Node, type ZoneRecord } from './zone.ts';

/** What can go wrong with the answers for one name, or, where it has a type, with those to questions of that type. */
export type DnsFault = DnsFaultKind & {
  /** The QTYPE that it is for; every type where left out. */
  type?: FaultType;
};

/** What goes wrong with an answer. */
export type DnsFaultKind =
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

/** The types that a fault can be for, with their numbers: those that a zone can hold, and those that browsers ask for. */
const FAULT_TYPES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SVCB: 64,
  HTTPS: 65,
  CAA: 257,
} as const;

/** A type that a fault can be for (IANA's registry of DNS parameters). */
export type FaultType = keyof typeof FAULT_TYPES;

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

/** The faults in force. A name has one for all types, and beside it one for each type, which comes first. */
export class FaultTable {
  readonly #faults = new Map<string, Map<FaultType | null, FaultInForce>>();

  set(name: string, fault: FaultInForce): void {
    const ofName = this.#faults.get(name) ?? new Map<FaultType | null, FaultInForce>();
    ofName.set(fault.given.type ?? null, fault);
    this.#faults.set(name, ofName);
  }

  /** Ends the fault of one type, or all that a name has. @returns whether there was one */
  delete(name: string, type?: FaultType): boolean {
    if (type === undefined) return this.#faults.delete(name);
    return this.#faults.get(name)?.delete(type) ?? false;
  }

  clear(): void {
    this.#faults.clear();
  }

  list(): { name: string; fault: DnsFault }[] {
    return [...this.#faults].flatMap(([name, ofName]) =>
      [...ofName.values()].map(({ given }) => ({ name, fault: structuredClone(given) })),
    );
  }

  /** @param type the number of the QTYPE */
  find(name: string, type: number): FaultInForce | undefined {
    const ofName = this.#faults.get(name);
    if (ofName === undefined) return undefined;
    for (const [one, fault] of ofName) if (one !== null && FAULT_TYPES[one] === type) return fault;
    return ofName.get(null);
  }
}

/**
 * Reads the name of a type that a fault is for.
 *
 * @throws MockError DNS_BAD_FAULT
 */
export function readFaultType(name: string, typed: string): FaultType {
  const known = (Object.keys(FAULT_TYPES) as FaultType[]).find((type) => type === typed.toUpperCase());
  if (known !== undefined) return known;
  const expected = `one of ${Object.keys(FAULT_TYPES).join(', ')}`;
  throw fail('DNS_BAD_FAULT', { name, what: 'the type', value: typed, expected });
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
  if (fault.type !== undefined) readFaultType(name, fault.type);
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
