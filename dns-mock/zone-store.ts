import { fail } from './errors.ts';
import { type DnsFault, FaultTable, type FaultType, prepareFault } from './faults.ts';
import { MOST_RECORDS, MOST_RECORDS_OF_NAME } from './limits.ts';
import { parseName } from './names.ts';
import { type AnswerPlan, planAnswer, type Question } from './plan.ts';
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
  return parseName(typed) || '.';
}
