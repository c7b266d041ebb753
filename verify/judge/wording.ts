import type { RequestSummary } from '../../common/observation-summary.ts';
import type { Destination } from '../../scenarios/scenario.ts';
import type { ClientRun } from '../verdict.ts';
import type { Conduct, Leak } from './conduct.ts';
import { describeGoodbye, mostTelling } from './goodbye.ts';

/** The words of trytls' contract for clients: the last line that one prints. */
export type TrytlsWord = 'ACCEPT' | 'REJECT' | 'UNSUPPORTED';

const WORDS: readonly string[] = ['ACCEPT', 'REJECT', 'UNSUPPORTED'] satisfies TrytlsWord[];

/** What the client says of itself, or null where its last line is something else. */
export function trytlsWord({ lastLine }: ClientRun): TrytlsWord | null {
  const word = lastLine?.trim() ?? '';
  return WORDS.includes(word) ? (word as TrytlsWord) : null;
}

/** Does the client report a success? Under trytls' contract exit 0 with REJECT reports a refusal. */
export const reportsSuccess = (run: ClientRun): boolean => run.exitCode === 0 && trytlsWord(run) !== 'REJECT';

/** Does nothing that the client says of itself speak against a success? A service that goes on says nothing. */
export const admitsSuccess = (run: ClientRun): boolean => run.wentOn === true || reportsSuccess(run);

/**
 * Signals by which a system ends a faulty program; a shell reports one as 128 and its number (POSIX 2.8.2). SIGABRT is
 * not among them: it is how C++ ends at an exception that nothing catches, as Python does with exit 1.
 */
const CRASHES: Readonly<Record<string, number>> = { SIGILL: 4, SIGBUS: 7, SIGFPE: 8, SIGSEGV: 11 };

/** The signal of a crash, or null. */
export function crashOf({ signal, exitCode, timedOut }: ClientRun): string | null {
  if (timedOut) return null;
  const found = Object.entries(CRASHES).find(
    ([name, number]) => signal === name || exitCode === 128 + number,
  );
  return found?.[0] ?? null;
}

/** How the process ended, as a predicate. */
export function describeExit(run: ClientRun): string {
  if (run.wentOn === true) return 'went on as a service';
  if (run.timedOut) return `was still running after ${Math.round(run.durationMs / 1000)} s`;
  if (run.signal !== null) return `was ended by ${run.signal}`;
  const word = trytlsWord(run);
  return `exited ${run.exitCode}${word === null ? '' : ` saying ${word}`}`;
}

/** What the client did in place of scoring: how it left its connection, or what DNS answered. */
export function describeRefusedConnection(conduct: Conduct): string {
  const connection = mostTelling(conduct.connections);
  if (connection === null) return describeQuestions(conduct);
  const tries = conduct.connections.length;
  return `${describeGoodbye(connection)}${tries === 1 ? '' : ` (the most telling of ${tries} connections)`}`;
}

/** What the client was doing when its time was up. That its connection ended then was not its own doing. */
export function describeWaiting(conduct: Conduct): string {
  const [only, ...others] = conduct.connections;
  const waited = others.length === 0 && only?.handshake?.outcome === 'cut';
  return waited ? 'waited in the middle of the handshake' : describeRefusedConnection(conduct);
}

function describeQuestions({ asked }: Conduct): string {
  const [first] = asked;
  if (first === undefined) return 'asked DNS nothing and connected to nothing';
  const types = [...new Set(asked.map(({ type }) => type))].join(', ');
  return `asked DNS for ${first.name} (${types}), ${describeDnsAnswers(asked)}`;
}

function describeDnsAnswers(asked: Conduct['asked']): string {
  const addresses = asked.flatMap(({ answers }) => answers).filter((answer) => / IN (A|AAAA) /.test(answer));
  if (addresses.length > 0) {
    const values = new Set(addresses.map((answer) => answer.split(' ').at(-1)));
    return `was given ${[...values].join(', ')} and found no server there`;
  }
  const rcodes = new Set(asked.map(({ rcode }) => rcode ?? 'silence'));
  const outcomes = [...rcodes].map((rcode) => (rcode === 'NOERROR' ? 'NOERROR without an address' : rcode));
  return `was answered with ${outcomes.join(', ')}`;
}

const PLACES: Readonly<Record<Destination, string>> = {
  router: 'the endpoint that it should have refused',
  'plain-http': 'plain HTTP, in clear',
  'other-router': "another router than the endpoint's own",
};

/** What left the client and should not have, as a predicate. */
export function describeLeaks(leaks: readonly Leak[]): string {
  const withKey = leaks.some((leak) => leak.withKey);
  const bytes = leaks.reduce((sum, leak) => sum + leak.bytes, 0);
  const places = [...new Set(leaks.map(({ destination }) => PLACES[destination]))].join(' and to ');
  return `sent ${withKey ? 'its bearer key and ' : ''}${countBytes(bytes)} of its request to ${places}`;
}

const countBytes = (count: number): string => (count === 1 ? 'the first bytes' : `${count} bytes`);

/** The last answer of the client, as an object: "the 401", "an answer that was cut off". */
export function describeAnswer(request: RequestSummary): string {
  const { answer } = request;
  if (answer === null || answer.status === null) return 'no answer at all';
  if (answer.outcome === 'cut') return `a ${answer.status} that was cut off`;
  if (answer.outcome === 'client-gone') return `a ${answer.status} that it did not read to the end`;
  return `a ${answer.status}`;
}
