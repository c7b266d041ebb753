import { MockError } from '../../common/errors.ts';
import { absolute } from '../names.ts';
import { parseRdata, type RecordType } from '../rdata.ts';
import type { ZoneRecord } from '../zone.ts';
import type { UpdateMessage, UpdateRecord } from './read-update.ts';

/** Response codes of an update (RFC 2136 section 2.2). */
export type UpdateRcode = keyof typeof UPDATE_RCODES;
export const UPDATE_RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  YXDOMAIN: 6,
  YXRRSET: 7,
  NXRRSET: 8,
  NOTAUTH: 9,
  NOTZONE: 10,
} as const;

/** The zone that an update is for. */
export interface UpdatedZone {
  /** In lower case, without the trailing dot. */
  origin: string;
  /** All its records, without a SOA that the server makes by itself. */
  records: readonly ZoneRecord[];
  /** The SOA in force. */
  soa: ZoneRecord;
  /** Whether a name is in this zone and not in one below it. */
  holds(name: string): boolean;
}

export type UpdateDecision =
  /** `changes` has one line a record: `+ www.contoso.com. 60 IN A 127.0.0.1`; it is empty where nothing changes. */
  | { rcode: 'NOERROR'; records: ZoneRecord[]; changes: string[] }
  | { rcode: Exclude<UpdateRcode, 'NOERROR'>; why: string };

const [CLASS_IN, CLASS_NONE, CLASS_ANY] = [1, 254, 255];
const [TYPE_SOA, TYPE_ANY] = [6, 255];
/** Records that a zone may come to by updates: what a stranger can make larger has a limit. */
const MAX_RECORDS = 2000;
/** Characters that all names and values of a zone may come to by updates. */
const MAX_ZONE_TEXT = 2 ** 20;

type Refusal = Extract<UpdateDecision, { why: string }>;
/** A record with its data in the one form by which data is compared. */
interface Held extends ZoneRecord {
  text: string;
}

/**
 * Decides an update: RFC 2136 section 3.2 for prerequisites, 3.4.1 for what is refused as a whole, 3.4.2 for what changes.
 * Pure: the zone is not touched.
 */
export function decideUpdate(zone: UpdatedZone, message: UpdateMessage): UpdateDecision {
  if (message.zoneType !== TYPE_SOA) return refuse('FORMERR', 'the zone section is not of type SOA');
  if (message.zoneClass !== CLASS_IN) return refuse('NOTAUTH', 'the class is not IN');
  const draft = new Draft(zone);
  const refusal =
    checkPrerequisites(draft, message.prerequisites) ??
    prescan(zone, message.updates) ??
    draft.applyAll(message.updates);
  return refusal ?? draft.outcome();
}

function refuse(rcode: Refusal['rcode'], why: string): Refusal {
  return { rcode, why };
}

/** RFC 2136 section 3.2.5. */
function checkPrerequisites(draft: Draft, prerequisites: readonly UpdateRecord[]): Refusal | null {
  const wanted = new Map<string, { record: UpdateRecord; texts: Set<string> }>();
  for (const record of prerequisites) {
    const { name, typeNumber } = record;
    if (record.ttl !== 0) return refuse('FORMERR', 'a prerequisite with a TTL');
    if (!draft.zone.holds(name)) return refuse('NOTZONE', `${absolute(name)} is not in the zone`);
    if (record.class === CLASS_IN) {
      const text = textOf(record);
      if (text === null) return refuse('NXRRSET', `${absolute(name)} has no such record`);
      const key = `${name} ${typeNumber}`;
      const set = wanted.get(key) ?? { record, texts: new Set() };
      wanted.set(key, set);
      set.texts.add(text);
      continue;
    }
    if (record.dataLength !== 0) return refuse('FORMERR', 'a prerequisite with data');
    const there = typeNumber === TYPE_ANY ? draft.inUse(name) : draft.set(name, record.type).length > 0;
    if (record.class === CLASS_ANY && !there)
      return typeNumber === TYPE_ANY
        ? refuse('NXDOMAIN', `${absolute(name)} has no record`)
        : refuse('NXRRSET', `${absolute(name)} has no record of that type`);
    if (record.class === CLASS_NONE && there)
      return typeNumber === TYPE_ANY
        ? refuse('YXDOMAIN', `${absolute(name)} has records`)
        : refuse('YXRRSET', `${absolute(name)} has records of that type`);
    if (record.class !== CLASS_ANY && record.class !== CLASS_NONE)
      return refuse('FORMERR', `a prerequisite of class ${record.class}`);
  }
  for (const { record, texts } of wanted.values()) {
    const held = draft.set(record.name, record.type);
    if (held.length !== texts.size || held.some(({ text }) => !texts.has(text)))
      return refuse('NXRRSET', `${absolute(record.name)} has other records of that type`);
  }
  return null;
}

/** RFC 2136 section 3.4.1.3, and what this server does not hold. */
function prescan({ holds }: UpdatedZone, updates: readonly UpdateRecord[]): Refusal | null {
  for (const record of updates) {
    const { name, typeNumber, type } = record;
    if (!holds(name)) return refuse('NOTZONE', `${absolute(name)} is not in the zone`);
    const meta = isMetaType(typeNumber);
    if (record.class === CLASS_IN) {
      if (meta || record.dataLength === 0) return refuse('FORMERR', 'a record to add that is none');
      if (type === null) return refuse('REFUSED', `this server holds no records of type ${typeNumber}`);
    } else if (record.class === CLASS_ANY) {
      if (record.ttl !== 0 || record.dataLength !== 0 || (meta && typeNumber !== TYPE_ANY))
        return refuse('FORMERR', 'a record set to delete that is none');
    } else if (record.class === CLASS_NONE) {
      if (record.ttl !== 0 || meta) return refuse('FORMERR', 'a record to delete that is none');
    } else return refuse('FORMERR', `an update of class ${record.class}`);
  }
  return null;
}

/** OPT, and the types that only questions and signatures have (RFC 6895 section 3.1). */
function isMetaType(type: number): boolean {
  return type === 0 || type === 41 || (type >= 128 && type <= 255);
}

/** @returns null where the data cannot be held */
function textOf({ name, type, value }: UpdateRecord): string | null {
  if (type === null || value === null) return null;
  try {
    return parseRdata(name, type, value).text;
  } catch (error) {
    if (error instanceof MockError) return null;
    throw error;
  }
}

/** The zone as it comes to be, name by name: only names that an update mentions are looked into. */
class Draft {
  readonly zone: UpdatedZone;
  readonly #before: Map<string, ZoneRecord[]>;
  readonly #touched = new Map<string, Held[]>();
  #soa: Held;

  constructor(zone: UpdatedZone) {
    this.zone = zone;
    this.#before = Map.groupBy(
      zone.records.filter(({ type }) => type !== 'SOA'),
      ({ name }) => (name === '.' ? '' : name),
    );
    this.#soa = held(zone.soa);
  }

  inUse(name: string): boolean {
    return name === this.zone.origin || this.#at(name).length > 0;
  }

  set(name: string, type: RecordType | null): readonly Held[] {
    if (type === 'SOA') return name === this.zone.origin ? [this.#soa] : [];
    return this.#at(name).filter((record) => record.type === type);
  }

  applyAll(updates: readonly UpdateRecord[]): Refusal | null {
    for (const update of updates) {
      if (update.class === CLASS_IN) {
        const text = textOf(update);
        if (text === null)
          return refuse('REFUSED', `${absolute(update.name)} has data that this server does not hold`);
        this.#add(update, text);
      } else if (update.class === CLASS_ANY) this.#deleteSets(update);
      else this.#deleteRecord(update);
    }
    return null;
  }

  /** RFC 2136 section 3.4.2.2: a CNAME and other data exclude each other, and the one that is there stays. */
  #add({ name, type, ttl }: UpdateRecord, text: string): void {
    if (type === null) return;
    const added: Held = { name, type, ttl, value: text, text };
    if (type === 'SOA') {
      const newer = isNewer(serialOf(text), serialOf(this.#soa.text));
      if (name === this.zone.origin && newer) this.#soa = added;
      return;
    }
    const there = this.#at(name);
    const alias = name !== this.zone.origin && there.some((record) => record.type === 'CNAME');
    const conflict = type === 'CNAME' ? this.#hasOtherThanCname(name) : alias;
    if (conflict) return;
    const others = there.filter(
      (record) => record.type !== type || (type !== 'CNAME' && record.text !== text),
    );
    // All records of a set have one TTL (RFC 2181 section 5.2); the last one given counts.
    this.#touched.set(name, [
      ...others.map((record) => (record.type === type ? { ...record, ttl } : record)),
      added,
    ]);
  }

  #hasOtherThanCname(name: string): boolean {
    return name === this.zone.origin || this.#at(name).some(({ type }) => type !== 'CNAME');
  }

  /** RFC 2136 section 3.4.2.3: SOA and NS of the zone itself stay. */
  #deleteSets({ name, type, typeNumber }: UpdateRecord): void {
    const apex = name === this.zone.origin;
    const goes = (record: Held): boolean =>
      (typeNumber === TYPE_ANY || record.type === type) && !(apex && record.type === 'NS');
    this.#touched.set(
      name,
      this.#at(name).filter((record) => !goes(record)),
    );
  }

  /** RFC 2136 section 3.4.2.4: the last NS of the zone stays. */
  #deleteRecord(update: UpdateRecord): void {
    const { name, type } = update;
    const text = textOf(update);
    const lastNs = name === this.zone.origin && type === 'NS' && this.set(name, 'NS').length === 1;
    if (text === null || type === 'SOA' || lastNs) return;
    this.#touched.set(
      name,
      this.#at(name).filter((record) => record.type !== type || record.text !== text),
    );
  }

  #at(name: string): Held[] {
    const known = this.#touched.get(name);
    if (known !== undefined) return known;
    const found = (this.#before.get(name) ?? []).map(held);
    this.#touched.set(name, found);
    return found;
  }

  outcome(): UpdateDecision {
    const { origin, records, soa } = this.zone;
    const changes: string[] = [];
    for (const [name, after] of this.#touched) {
      const before = (this.#before.get(name) ?? []).map(held);
      changes.push(
        ...onlyIn(before, after).map((line) => `- ${line}`),
        ...onlyIn(after, before).map((line) => `+ ${line}`),
      );
    }
    const soaReplaced = this.#soa.text !== held(soa).text;
    if (soaReplaced) changes.push(`+ ${lineOf(this.#soa)}`);
    if (changes.length === 0) return { rcode: 'NOERROR', records: [...records], changes };
    const others = records.filter(
      ({ name, type }) => type !== 'SOA' && !this.#touched.has(name === '.' ? '' : name),
    );
    const changed = [...this.#touched.values()].flat().map(plain);
    const given = records.some(({ type }) => type === 'SOA');
    const ownSoa = soaReplaced ? [plain(this.#soa)] : given ? [withNextSerial(plain(this.#soa))] : [];
    const after = [...ownSoa, ...others, ...changed];
    if (isTooLarge(after) && after.length >= records.length)
      return refuse('REFUSED', `the zone ${absolute(origin)} would be larger than an update may make it`);
    return { rcode: 'NOERROR', records: after, changes };
  }
}

function held(record: ZoneRecord): Held {
  return { ...record, text: parseRdata(record.name, record.type, record.value).text };
}

function plain({ name, type, value, ttl }: Held | ZoneRecord): ZoneRecord {
  return { name: name || '.', type, value, ttl };
}

function isTooLarge(records: readonly ZoneRecord[]): boolean {
  const text = records.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return records.length > MAX_RECORDS || text > MAX_ZONE_TEXT;
}

function onlyIn(some: readonly Held[], others: readonly Held[]): string[] {
  const known = new Set(others.map(lineOf));
  return some.map(lineOf).filter((line) => !known.has(line));
}

const lineOf = ({ name, ttl, type, text }: Held): string => `${absolute(name)} ${ttl} IN ${type} ${text}`;

const serialOf = (soa: string): number => Number(soa.split(' ')[2]);

/** Serial number arithmetic (RFC 1982 section 3.2). */
function isNewer(serial: number, than: number): boolean {
  const distance = (serial - than) >>> 0;
  return distance !== 0 && distance < 2 ** 31;
}

/** A changed zone has another serial (RFC 2136 section 3.6). */
function withNextSerial(soa: ZoneRecord): ZoneRecord {
  const [server, mailbox, serial, ...rest] = held(soa).text.split(' ');
  return { ...soa, value: [server, mailbox, (Number(serial) + 1) >>> 0, ...rest].join(' ') };
}
