import type { Observation } from '../api-types.ts';

/** What arrived, as a person thinks of it: DNS questions, a connection, its handshake and its requests. */
export interface Visit {
  /** Unique and stable: `c12` for connection 12, `d7` for DNS questions alone, `n9` for a change of the harness. */
  readonly id: string;
  readonly kind: 'connection' | 'dns' | 'change';
  /** When it began, ISO 8601. */
  at: string;
  /** The same, ms on the clock of the stream. */
  ms: number;
  /** The name that was asked for, in DNS, in the ClientHello or in the Host field. */
  name: string | null;
  /** Address and port of the client. */
  client: string;
  /** In the order in which they were seen. */
  events: Observation[];
  /** Events that were left out because there were too many. */
  leftOut: number;
  /** The scenario that was in force when it began, or whose host was asked; null for none. */
  scenario: string | null;
}

/** A question belongs to the connection that follows within this time, ms. */
const DNS_BEFORE_MS = 4000;
/** Events that are kept of one visit: a long upload would fill the page. */
const MOST_EVENTS = 600;
const SCENARIO_ZONE = '.badfe.test';

/** Folds the stream of observations into visits, the oldest first. Keeps the last `capacity`. */
export class VisitBook {
  readonly #capacity: number;
  #visits: Visit[] = [];
  readonly #byConnection = new Map<number, Visit>();
  readonly #byId = new Map<string, Visit>();
  /** Visits that another listener is to see as its own, by the address they come from. */
  readonly #handedOn = new Map<string, Visit>();
  /** Open connections by the address of their client. */
  readonly #byClient = new Map<string, Visit>();
  #questions: Visit[] = [];
  #last = 0;
  /** The scenario in force. */
  scenario: string | null = null;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  get visits(): readonly Visit[] {
    return this.#visits;
  }

  /** `seq` of the last observation. */
  get last(): number {
    return this.#last;
  }

  find(id: string): Visit | undefined {
    return this.#byId.get(id);
  }

  /** The visit that a connection belongs to. */
  ofConnection(connection: number): Visit | undefined {
    return this.#byConnection.get(connection);
  }

  clear(): void {
    this.#visits = [];
    this.#questions = [];
    this.#byConnection.clear();
    this.#byId.clear();
    this.#handedOn.clear();
    this.#byClient.clear();
  }

  /** Forgets also where the stream was: another run of the harness counts from 1. */
  restart(): void {
    this.clear();
    this.#last = 0;
  }

  /** @returns false for an observation that was seen before */
  add(event: Observation): boolean {
    if (event.seq <= this.#last) return false;
    this.#last = event.seq;
    switch (event.kind) {
      case 'dns-query':
        this.#ask(event);
        break;
      case 'connection-opened': {
        const outer = this.#handedOn.get(event.client);
        this.#handedOn.delete(event.client);
        const visit = outer ?? this.#begin(`c${event.connection}`, 'connection', event, event.client);
        this.#byConnection.set(event.connection, visit);
        if (outer !== undefined) break;
        this.#byClient.set(event.client, visit);
        append(visit, event);
        break;
      }
      default: {
        if (!('connection' in event)) {
          append(this.#begin(`n${event.seq}`, 'change', event, ''), event);
          break;
        }
        const visit = this.#byConnection.get(event.connection);
        if (visit === undefined) break;
        if (event.kind === 'connection-handed-on') this.#handOn(visit, event.from);
        if (event.kind === 'connection-closed') {
          close(visit, event);
          this.#byClient.delete(visit.client);
        } else if (event.kind !== 'tls-client-hello' || !visit.events.some(({ kind }) => kind === event.kind))
          append(visit, event);
        if (event.kind === 'tls-client-hello') this.#name(visit, event.offered.sni, event.ms);
        if (event.kind === 'http-request') this.#name(visit, hostOnly(event.host), event.ms);
      }
    }
    return true;
  }

  #ask(event: Extract<Observation, { kind: 'dns-query' }>): void {
    const open = this.#questions.find(
      ({ name, ms, events }) =>
        name === event.name.toLowerCase() &&
        event.ms - ms < DNS_BEFORE_MS / 2 &&
        // A and AAAA are one question of a person; the same type again is another one.
        !events.some((asked) => asked.kind === 'dns-query' && asked.type === event.type),
    );
    const visit = open ?? this.#begin(`d${event.seq}`, 'dns', event, event.client);
    append(visit, event);
    if (open !== undefined) return;
    visit.name = event.name.toLowerCase();
    visit.scenario = scenarioOf(visit.name) ?? visit.scenario;
    this.#questions = this.#questions.filter(({ ms }) => event.ms - ms < DNS_BEFORE_MS);
    this.#questions.push(visit);
  }

  /** Both ends of the inner connection report, in either order. */
  #handOn(outer: Visit, from: string): void {
    const inner = this.#byClient.get(from);
    if (inner === undefined) {
      this.#handedOn.set(from, outer);
      return;
    }
    this.#visits = this.#visits.filter((visit) => visit !== inner);
    this.#byId.set(inner.id, outer);
    for (const event of inner.events)
      if (event.kind === 'connection-opened') this.#byConnection.set(event.connection, outer);
    for (const event of inner.events)
      if (event.kind !== 'connection-opened' && event.kind !== 'tls-client-hello') append(outer, event);
  }

  #begin(id: string, kind: Visit['kind'], { at, ms }: Observation, client: string): Visit {
    const { scenario } = this;
    const visit: Visit = { id, kind, at, ms, name: null, client, events: [], leftOut: 0, scenario };
    this.#visits.push(visit);
    this.#byId.set(id, visit);
    if (this.#visits.length > this.#capacity * 1.2) this.#forgetOldest();
    return visit;
  }

  #name(visit: Visit, name: string | null, ms: number): void {
    if (name === null || visit.name !== null) return;
    visit.name = name.toLowerCase();
    visit.scenario = scenarioOf(visit.name) ?? visit.scenario;
    const asked = this.#questions.findLast(
      (question) => question.name === visit.name && ms - question.ms < DNS_BEFORE_MS,
    );
    if (asked === undefined) return;
    this.#questions = this.#questions.filter((question) => question !== asked);
    this.#visits = this.#visits.filter((each) => each !== asked);
    this.#byId.set(asked.id, visit);
    visit.events.unshift(...asked.events);
    visit.at = asked.at;
    visit.ms = asked.ms;
  }

  #forgetOldest(): void {
    for (const visit of this.#visits.splice(0, this.#visits.length - this.#capacity)) {
      this.#byId.delete(visit.id);
      for (const event of visit.events)
        if ('connection' in event) this.#byConnection.delete(event.connection);
    }
  }
}

/** The second connection of a visit goes under the number of the first, so that a visit can be kept by itself. */
function append(visit: Visit, seen: Observation): void {
  const own = Number(visit.id.slice(1));
  const event = visit.kind === 'connection' && 'connection' in seen ? { ...seen, connection: own } : seen;
  if (visit.events.length >= MOST_EVENTS && event.kind === 'tls-record') visit.leftOut += 1;
  else visit.events.push(event);
}

/**
 * The end of a connection. A host of a scenario is served by a second connection behind the first: how it ended is read
 * from the first, which the client had, and what arrived from the second, which could decrypt it.
 */
function close(visit: Visit, event: Extract<Observation, { kind: 'connection-closed' }>): void {
  const at = visit.events.findIndex(({ kind }) => kind === 'connection-closed');
  const before = visit.events[at];
  if (before?.kind !== 'connection-closed') {
    visit.events.push(event);
    return;
  }
  const outer = visit.id === `c${event.connection}` ? event : before;
  const applicationBytes = Math.max(before.applicationBytes, event.applicationBytes);
  visit.events.splice(at, 1);
  visit.events.push({ ...outer, applicationBytes, seq: event.seq, ms: event.ms });
}

const hostOnly = (host: string | null): string | null => host?.replace(/:\d+$/, '') ?? null;

/** The scenario that a host of the zone `badfe.test` stands for. */
function scenarioOf(name: string): string | null {
  return name.endsWith(SCENARIO_ZONE) ? name.slice(0, -SCENARIO_ZONE.length) : null;
}
