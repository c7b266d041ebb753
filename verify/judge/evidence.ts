import { stripVTControlCharacters } from 'node:util';
import type {
  ConnectionSummary,
  ObservationSummary,
  RequestSummary,
} from '../../common/observation-summary.ts';
import type { ClientRun } from '../verdict.ts';
import type { Conduct } from './conduct.ts';
import { describeAnswer } from './wording.ts';

/** Lines of one kind that a person still reads; a client in an endless loop makes thousands. */
const MOST_LINES = 8;
const MOST_CHARACTERS = 200;

/**
 * The lines that prove a verdict, in order of time: what DNS was asked, SNI and versions offered, alert, bytes, requests.
 * Times are UTC. Where there are too many of a kind, the ones that leaked stay.
 *
 * @param keyPrint the leaked key as `printOfKey` gives it, or null where it is not to be shown
 */
export function gatherEvidence(
  conduct: Conduct,
  observed: ObservationSummary,
  run: ClientRun,
  keyPrint: string | null,
): string[] {
  const leaking = new Set(conduct.leaks.map(({ connection }) => connection));
  const leaksFirst = <T extends { connection: number }>(seen: readonly T[]): T[] =>
    [...seen].sort((a, b) => Number(leaking.has(b.connection)) - Number(leaking.has(a.connection)));
  const kinds = [
    shorten(observed.queries, 'DNS questions', queryLine),
    shorten(leaksFirst(observed.connections), 'connections', connectionLine),
    shorten(leaksFirst(observed.requests), 'requests', requestLine),
  ];
  const lines = kinds.flatMap((kind) => kind.lines).sort((a, b) => a.ms - b.ms);
  return [
    ...(keyPrint !== null && conduct.leaks.some(({ withKey }) => withKey)
      ? [`the key that leaked: ${keyPrint}`]
      : []),
    ...lines.map(({ line }) => line),
    ...kinds.flatMap(({ rest }) => rest),
    ...leftRunning(run),
    ...lastWords(run),
  ];
}

function shorten<T extends { ms: number }>(
  seen: readonly T[],
  what: string,
  line: (one: T) => string,
): { lines: { ms: number; line: string }[]; rest: string[] } {
  const lines = seen.slice(0, MOST_LINES).map((one) => ({ ms: one.ms, line: line(one) }));
  const more = seen.length - lines.length;
  return { lines, rest: more === 0 ? [] : [`… and ${more} more ${what}`] };
}

function leftRunning({ leftRunning: left = 0 }: ClientRun): string[] {
  if (left === 0) return [];
  return [`it left ${left === 1 ? 'one process' : `${left} processes`} running when it exited`];
}

const timeOf = (at: string): string => at.slice(11);

function requestLine(request: RequestSummary): string {
  const { at, method, path, listener, connection } = request;
  const key = describeKey(request);
  const outcome = `answered with ${describeAnswer(request)}`;
  return `${timeOf(at)} ${method} ${path} on ${listener}, connection ${connection}, ${key}, ${outcome}`;
}

function connectionLine(connection: ConnectionSummary): string {
  const { at, listener, local, sni, offered, handshake, alert, closed } = connection;
  return [
    `${timeOf(at)} connection ${connection.connection} to ${listener} at ${local}`,
    ...(offered === null ? [] : [`SNI ${sni ?? 'none'}`, `offered ${offered.versions.join(' ')}`]),
    ...(handshake === null ? [] : [`handshake ${handshake.outcome}`]),
    ...(alert === null ? [] : [`alert ${alert.description} from the ${alert.sentBy}`]),
    closed === null ? 'still open' : `ended by ${closed}`,
    `${connection.bytesReceived} bytes received, ${connection.applicationBytes} of them of a request`,
  ].join(', ');
}

/** What became of the key, and where else a copy of it stood. */
function describeKey({ authorization, keyIn, answer }: RequestSummary): string {
  const others = [
    ...(keyIn.includes('target') ? ['the URL'] : []),
    ...(keyIn.includes('field') ? ['another field'] : []),
    ...(answer?.keyInBody === true ? ['the body'] : []),
  ];
  const copies = others.length === 0 ? '' : `, its key in ${others.join(' and in ')}`;
  return `${authorization === 'missing' ? 'no key in Authorization' : `key ${authorization}`}${copies}`;
}

function queryLine({
  at,
  name,
  type,
  transport,
  rcode,
  answers,
}: ObservationSummary['queries'][number]): string {
  const answer = answers.length === 0 ? '' : ` ${answers.join('; ')}`;
  return `${timeOf(at)} DNS ${name} ${type} over ${transport}: ${rcode ?? 'no answer'}${answer}`;
}

/** What Node prints below an error: its version, the rest of the object, and the calls that led there. */
const SAYS_NOTHING = /^(…$|Node\.js v\d|[{}\]]+,?$|at .+:\d+:\d+\)?$)/;

function lastWords({ stderrTail }: ClientRun): string[] {
  const lines = stripVTControlCharacters(stderrTail)
    .split(/\r?\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '' && !SAYS_NOTHING.test(each));
  const line = lines.at(-1) ?? '';
  if (line === '') return [];
  return [
    `its last line on stderr: ${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line}`,
  ];
}
