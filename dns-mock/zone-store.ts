import { fail } from './errors.ts';
import { type DnsFault, FaultTable, type FaultType, prepareFault } from './faults.ts';
import { MOST_RECORDS, MOST_RECORDS_OF_NAME } from './limits.ts';
import { parseName } from './names.ts';
import { type AnswerPlan, planAnswer, type Question } from './plan.ts';
import type { UpdatedZone } from './update/decide-update.ts';
import { closestZone, indexZones, outsideZones, type Zone, type ZoneIndex, type ZoneRecord } from './zone.ts';

/** A fault together with the name that it is set for. */
export interface NamedFault {
  name: string;
  fault: DnsFault;
}

/** What a DNS server holds at the moment: zones, faults, and how they change. A change that throws changes nothing. */
export class ZoneStore {
  readonly #now: () => number;
  #zones: Zone[] = [];
  #index: ZoneIndex = new Map();
  #serial = 0;
  readonly #faults = new FaultTable();
  readonly #answersAll: boolean;

  /**
   * @param now a clock that does not run backwards, ms
   * @param answersAll as `planAnswer` has it
   */
  constructor(zones: readonly Zone[], now: () => number, answersAll = false) {
    this.#now = now;
    this.#answersAll = answersAll;
    this.#replace(zones);
  }

  /** Takes the zones in place of all that there were, and ends every fault. */
  replaceZones(zones: readonly Zone[]): void {
    this.#replace(zones);
    this.#faults.clear();
  }

  #replace(zones: readonly Zone[]): void {
    const count = zones.reduce((sum, zone) => sum + zone.records.length, 0);
    checkCount('This DNS server', count, MOST_RECORDS);
    const copy = zones.map((zone) => ({ ...zone, records: zone.records.map(ownRecord) }));
    this.#index = indexZones(copy, this.#serial + 1);
    this.#zones = copy;
    this.#serial += 1;
  }

  /** The origins of all zones, in lower case without the trailing dot. */
  zones(): string[] {
    return [...this.#index.keys()];
  }

  /** All records that were given, names in lower case without the trailing dot; SOA records made for a zone are not among them. */
  listRecords(): ZoneRecord[] {
    return this.#zones.flatMap((zone) => zone.records.map((record) => ({ ...record })));
  }

  /** Replaces all that a name has, of whatever type, as PUT replaces a resource; an empty list removes the name. */
  setRecords(typed: string, records: readonly Omit<ZoneRecord, 'name'>[]): void {
    const name = nameOf(typed);
    const owner = this.#zoneOf(parseName(typed));
    checkCount(`The name ${name}`, records.length, MOST_RECORDS_OF_NAME);
    const added = records.map(({ type, value, ttl }) => ({ name, type, value, ttl }));
    this.#replace(
      this.#zones.map((zone) =>
        parseName(zone.origin) === owner
          ? { ...zone, records: [...zone.records.filter((record) => record.name !== name), ...added] }
          : zone,
      ),
    );
  }

  /** A zone by its own name as an UPDATE message may change it, or null where the server has none of that name. */
  zoneForUpdate(origin: string): UpdatedZone | null {
    const zone = this.#zones.find((each) => parseName(each.origin) === origin);
    const indexed = this.#index.get(origin);
    const soa = indexed?.nodes.get(origin)?.get('SOA')?.[0];
    if (zone === undefined || soa === undefined) return null;
    return {
      origin,
      records: zone.records,
      soa: { name: nameAt(origin), type: 'SOA', value: soa.rdata.text, ttl: soa.ttl },
      holds: (name) => closestZone(this.#index, name) === indexed,
    };
  }

  /** Replaces all records of one zone in one step; faults stay. @param origin of a zone that is there */
  replaceRecords(origin: string, records: readonly ZoneRecord[]): void {
    this.#replace(
      this.#zones.map((zone) =>
        parseName(zone.origin) === origin ? { ...zone, records: [...records] } : zone,
      ),
    );
  }

  /** @returns whether there was a record to remove */
  unsetRecords(typed: string): boolean {
    const name = nameOf(typed);
    const had = this.#zones.some((zone) => zone.records.some((record) => record.name === name));
    if (had) this.setRecords(typed, []);
    return had;
  }

  setFault(typed: string, fault: DnsFault): void {
    const name = parseName(typed);
    this.#zoneOf(name);
    this.#faults.set(name, prepareFault(name, structuredClone(fault), this.#now()));
  }

  /** Ends the fault of one type, or all that the name has. @returns whether there was a fault to end */
  clearFault(typed: string, type?: FaultType): boolean {
    return this.#faults.delete(parseName(typed), type);
  }

  listFaults(): NamedFault[] {
    return this.#faults.list();
  }

  /** @returns the origin of the zone that a name is in */
  #zoneOf(name: string): string {
    const zone = closestZone(this.#index, name);
    if (zone !== undefined) return zone.origin;
    throw outsideZones(name, this.#index.keys());
  }

  /** Decides the answer to a question, and counts it where answers take turns. */
  answer(question: Question): AnswerPlan {
    const plan = planAnswer(question, this.#index, this.#faults, this.#now(), this.#answersAll);
    for (const { fault, type } of plan.rotated) fault.turns[type] += 1;
    return plan;
  }
}

function checkCount(what: string, count: number, limit: number): void {
  if (count > limit) throw fail('DNS_TOO_MANY_RECORDS', { what, count, limit });
}

function ownRecord({ name, type, value, ttl }: ZoneRecord): ZoneRecord {
  return { name: nameOf(name), type, value, ttl };
}

/** The one spelling under which a record's name is kept and listed. */
function nameOf(typed: string): string {
  return nameAt(parseName(typed));
}

const nameAt = (parsed: string): string => parsed || '.';
