import type { Facts } from '../api-types.ts';
import { partsFor } from '../views/try-lines.ts';
import { allOf, lastOf } from './outcome.ts';
import type { Visit } from './visit-book.ts';

/** A lesson as its folder in `page/lessons` has it. */
export interface Lesson {
  /** Part of its address. */
  name: string;
  title: string;
  about: string;
  minutes: number;
  steps: LessonStep[];
}

/** A step of a lesson. In its texts `{fqdn}` and the other names of `valuesFor` are filled in. */
export interface LessonStep {
  title: string;
  /** Paragraphs, with an empty line between them; `code` in backticks. */
  text: string;
  /** What to type, in bash. */
  command?: string;
  /** What the page does when its button is clicked. */
  action?: { button: string; method: string; path: string; body?: unknown };
  /** A view of the page where the step takes place. */
  go?: { words: string; to: string };
  /** A question, one of whose answers is right. */
  choose?: { question: string; options: string[]; right: string };
  hint: string;
  /** What has to be seen before the step is done; every condition of it. */
  seen: Conditions;
}

type Value = string | number | boolean | null;

/** What a field has to be: a value, or what can be said about one. */
type Wanted = Value | { in: Value[] } | { atLeast: number } | { matches: string };
type Match = Record<string, Wanted>;

interface Conditions {
  /** Visits since the step began that match. */
  visit?: Match;
  /** How many of them; 1 where left out. */
  count?: number;
  /** A single observation since the step began. */
  event?: Match;
  /** No visit since the step began may match. */
  none?: Match;
  /** So many different certificates were served for `{fqdn}` since the lesson began. */
  certificates?: number;
  /** Messages that were opened in a ladder. */
  opened?: string[];
  /** The right answer was chosen. */
  chosen?: true;
  /** The bytes on the wire were looked at. */
  captured?: true;
}

/** What a lesson knows of the run when it looks whether a step is done. */
export interface Seen {
  visits: readonly Visit[];
  /** `seq` after which the step began. */
  stepSince: number;
  /** `seq` after which the lesson began. */
  lessonSince: number;
  opened: ReadonlySet<string>;
  chosen: string | null;
  captured: boolean;
  /** The address that this student's clients come from; null where one person has the harness alone. */
  from: string | null;
  values: Readonly<Record<string, string>>;
}

/** Whether a step is done. Pure. */
export function isDone({ seen, choose }: LessonStep, facts: Seen): boolean {
  const mine = facts.visits.filter(
    ({ client, events, kind }) =>
      (events.at(-1)?.seq ?? 0) > facts.stepSince &&
      (facts.from === null || kind === 'change' || client.startsWith(`${facts.from}:`)),
  );
  const fresh = mine.filter((visit) => beganAt(visit) > facts.stepSince);
  const matching = (match: Match): Visit[] =>
    fresh.filter((visit) => matches(match, factsOf(visit), facts.values));
  if (seen.visit !== undefined && matching(seen.visit).length < (seen.count ?? 1)) return false;
  if (seen.none !== undefined && matching(seen.none).length > 0) return false;
  const { event } = seen;
  if (event !== undefined) {
    const events = facts.visits.flatMap((visit) => visit.events).filter(({ seq }) => seq > facts.stepSince);
    if (!events.some((each) => matches(event, each as unknown as Record<string, unknown>, facts.values)))
      return false;
  }
  if (seen.certificates !== undefined && servedSince(facts).size < seen.certificates) return false;
  if (seen.opened?.some((title) => !facts.opened.has(title)) === true) return false;
  if (seen.chosen === true && facts.chosen !== choose?.right) return false;
  return seen.captured !== true || facts.captured;
}

/** `seq` with which a visit began; the question that led to a connection may have been asked in the step before. */
function beganAt({ events }: Visit): number {
  return (events.find(({ kind }) => kind === 'connection-opened') ?? events[0])?.seq ?? 0;
}

function servedSince({ visits, lessonSince, values }: Seen): Set<string> {
  const prints = visits
    .filter((visit) => visit.name === values.fqdn && beganAt(visit) > lessonSince)
    .map((visit) => lastOf(visit, 'tls-handshake')?.servedFingerprint)
    .filter((print) => print != null);
  return new Set(prints);
}

/** A visit as flat fields, which conditions name. */
export function factsOf(visit: Visit): Record<string, unknown> {
  const handshake = lastOf(visit, 'tls-handshake');
  const closed = lastOf(visit, 'connection-closed');
  const request = lastOf(visit, 'http-request');
  const query = lastOf(visit, 'dns-query');
  const [, ttl, , , ...answer] = query?.answers[0]?.split(/\s+/) ?? [];
  return {
    kind: visit.kind,
    name: visit.name,
    handshake: handshake?.outcome ?? null,
    alert: handshake?.alert?.description ?? null,
    version: handshake?.version ?? null,
    offered: handshake?.offered?.versions.join(' ') ?? '',
    closed: closed !== undefined,
    // A host of a scenario is two connections: the outer one carries the bytes of the inner one.
    bytes: closed?.applicationBytes ?? 0,
    key: request?.authorization ?? null,
    status: lastOf(visit, 'http-response')?.status ?? null,
    messages: allOf(visit, 'tls-record').length,
    rcode: query?.rcode ?? null,
    ttl: ttl === undefined ? null : Number(ttl),
    answer: answer.join(' '),
    fault: query?.fault ?? null,
  };
}

function matches(
  match: Match,
  fields: Record<string, unknown>,
  values: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(match).every(([field, wanted]) => {
    const found = fields[field];
    if (wanted === null || typeof wanted !== 'object')
      return found === (typeof wanted === 'string' ? fill(wanted, values) : wanted);
    if ('in' in wanted) return wanted.in.some((each) => each === found);
    if ('atLeast' in wanted) return typeof found === 'number' && found >= wanted.atLeast;
    return new RegExp(fill(wanted.matches, values)).test(String(found));
  });
}

/** Puts values in the place of their names in braces. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/**
 * What texts of lessons may name.
 *
 * @param from the address that the student's clients are to come from
 */
export function valuesFor(facts: Facts, from: string | null): Record<string, string> {
  const { host, port, address, path, uri } = partsFor(facts, null);
  const ca = (query: string): string => `<(curl -s "${facts.controlUrl}/ca.pem${query}")`;
  return {
    fqdn: host,
    port,
    address,
    path,
    uri,
    tlsPort: facts.httpsUrl === null ? port : new URL(facts.httpsUrl).port,
    dnsAddress: facts.dns?.address ?? address,
    dnsPort: String(facts.dns?.port ?? 53),
    controlUrl: facts.controlUrl,
    cli: facts.cli,
    ca: facts.caFile === null ? ca('') : `'${facts.caFile.replaceAll("'", "'\\''")}'`,
    caOf: `${facts.controlUrl}/ca.pem?host=`,
    curl: from === null ? 'curl -sS' : `curl -sS --interface ${from}`,
    dig: from === null ? 'dig' : `dig -b ${from}`,
    openssl: from === null ? 'openssl s_client' : `openssl s_client -bind ${from}:0`,
    source: from ?? '',
    request: `-H "Authorization: Bearer $SCORING_KEY" -H 'Content-Type: application/json' -d '{"data":[[1,2,3]]}'`,
  };
}
