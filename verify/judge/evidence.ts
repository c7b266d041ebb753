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
 * The lines that prove a verdict, the leaks first: when, what DNS was asked, SNI and versions offered, alert, bytes.
 * Times are UTC.
 *
 * @param keyPrint the leaked key as `printOfKey` gives it, or null where it is not to be told
 */
export function gatherEvidence(
  conduct: Conduct,
  observed: ObservationSummary,
  run: ClientRun,
  keyPrint: string | null,
): string[] {
  const leaking = new Set(conduct.leaks.map(({ connection }) => connection));
  const connections = [...observed.connections].sort(
    (a, b) => Number(leaking.has(b.connection)) - Number(leaking.has(a.connection)),
  );
  const requests = [...observed.requests].sort(
    (a, b) => Number(leaking.has(b.connection)) - Number(leaking.has(a.connection)),
  );
  return [
    ...(keyPrint !== null && conduct.leaks.some(({ withKey }) => withKey)
      ? [`the key that leaked: ${keyPrint}`]
      : []),
    ...atMost(requests.map(requestLine), 'requests'),
    ...atMost(connections.map(connectionLine), 'connections'),
    ...atMost(observed.queries.map(queryLine), 'DNS questions'),
    ...lastWords(run),
  ];
}

function atMost(lines: string[], what: string): string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `… and ${lines.length - MOST_LINES} more ${what}`];
}

const timeOf = (at: string): string => at.slice(11);

function requestLine(request: RequestSummary): string {
  const { at, method, path, listener, connection, authorization } = request;
  const key = authorization === 'missing' ? 'no key' : `key ${authorization}`;
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

function lastWords({ stderrTail }: ClientRun): string[] {
  const line = stripVTControlCharacters(stderrTail).trimEnd().split(/\r?\n/).at(-1)?.trim() ?? '';
  if (line === '') return [];
  return [
    `its last line on stderr: ${line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line}`,
  ];
}
