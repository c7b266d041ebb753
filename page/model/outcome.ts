import type { Observation } from '../api-types.ts';
import { alertInWords } from './alert-words.ts';
import type { Visit } from './visit-book.ts';

/** How a visit ended, in words; `tone` chooses colour and mark. */
export interface Outcome {
  tone: 'good' | 'bad' | 'warn' | 'open' | 'plain';
  words: string;
  /** The name that the RFC has for it, where there is one: `unknown_ca`. */
  term: string | null;
}

type Of<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

/** The last event of a kind. */
export function lastOf<K extends Observation['kind']>(visit: Visit, kind: K): Of<K> | undefined {
  return visit.events.findLast((event): event is Of<K> => event.kind === kind);
}

/** All events of a kind, in order. */
export function allOf<K extends Observation['kind']>(visit: Visit, kind: K): Of<K>[] {
  return visit.events.filter((event): event is Of<K> => event.kind === kind);
}

const outcome = (tone: Outcome['tone'], words: string, term: string | null = null): Outcome => ({
  tone,
  words,
  term,
});

/** What became of a visit. Pure. */
export function outcomeOf(visit: Visit): Outcome {
  if (visit.kind === 'change') return ofChange(visit.events[0]);
  if (visit.kind === 'dns') return ofQuestion(lastOf(visit, 'dns-query'));
  const handshake = lastOf(visit, 'tls-handshake');
  const closed = lastOf(visit, 'connection-closed');
  const answer = lastOf(visit, 'http-response');
  if (handshake !== undefined && handshake.outcome !== 'completed') return ofFailure(handshake, closed);
  if (answer !== undefined) return ofAnswer(answer);
  if (lastOf(visit, 'http-request') !== undefined)
    return closed === undefined
      ? outcome('open', 'waits for its answer')
      : outcome('warn', 'asked, got no answer');
  if (closed === undefined)
    return outcome('open', handshake === undefined ? 'handshake in progress' : 'connected, no request yet');
  const alert = allOf(visit, 'tls-record').findLast((record) => record.alert !== null)?.alert;
  if (alert != null && alert.description !== 'close_notify')
    return outcome('bad', `${alert.sentBy} refused: ${alertInWords(alert.description)}`, alert.description);
  return outcome(
    'warn',
    handshake === undefined ? 'left without a word' : 'left after the handshake, sent no request',
  );
}

function ofChange(event: Observation | undefined): Outcome {
  if (event !== undefined && 'detail' in event) {
    const refused = 'event' in event && event.event === 'refused';
    return outcome(refused ? 'bad' : 'plain', event.detail);
  }
  return outcome('plain', 'changed');
}

function ofQuestion(query: Of<'dns-query'> | undefined): Outcome {
  if (query === undefined) return outcome('plain', 'asked');
  if (query.rcode === null) return outcome('bad', 'DNS gave no answer');
  if (query.rcode !== 'NOERROR') return outcome('bad', `DNS answered ${query.rcode}`, query.rcode);
  if (query.answers.length === 0) return outcome('warn', 'DNS has no such record', 'NODATA');
  return outcome('plain', 'DNS question only');
}

function ofFailure(
  { outcome: how, alert, error }: Of<'tls-handshake'>,
  closed?: Of<'connection-closed'>,
): Outcome {
  const term = alert?.description ?? null;
  const why = term === null ? '' : `: ${alertInWords(term)}`;
  switch (how) {
    case 'refused-by-client':
      return outcome('bad', `client refused${why}`, term);
    case 'refused-by-server':
      return outcome('bad', `router refused${why || (error === null ? '' : `: ${error}`)}`, term);
    case 'plain-http':
      return closed?.keyInClear === true
        ? outcome('bad', 'sent its key in clear to the TLS port')
        : outcome('bad', 'spoke plain HTTP to the TLS port');
    case 'cut':
      return outcome('bad', `${enderOf(closed)} broke off the handshake`);
    case 'timeout':
      return outcome('bad', 'handshake ran out of time');
    default:
      return outcome('bad', 'sent what is no TLS');
  }
}

/** Who ended a connection, as the subject of a sentence. */
export function enderOf(closed: Of<'connection-closed'> | undefined): string {
  return closed?.how.startsWith('server') || closed?.how === 'timeout' ? 'router' : 'client';
}

function ofAnswer({ status, decision, outcome: how }: Of<'http-response'>): Outcome {
  if (status === null) return outcome('warn', 'client left before the answer');
  if (how === 'cut') return outcome('bad', `answer ${status} was cut off`);
  const reason = decision === 'scored' ? '' : ` ${decision.replaceAll('-', ' ')}`;
  if (status < 300) return outcome('good', `answered ${status}${reason}`);
  return outcome(status < 500 ? 'warn' : 'bad', `answered ${status}${reason}`);
}

/** What is known of the client's program: its runtime where it was recognised, otherwise its User-Agent. */
export function clientOf(visit: Visit): string {
  const hello: object = lastOf(visit, 'tls-client-hello') ?? {};
  const known = 'client' in hello ? hello.client : null;
  if (typeof known === 'string') return known;
  if (known !== null && typeof known === 'object' && 'name' in known) return String(known.name);
  return lastOf(visit, 'http-request')?.userAgent ?? '';
}

/** The versions that were offered, short: `1.3 1.2`. */
export function versionsOf(visit: Visit): string {
  const offered = lastOf(visit, 'tls-client-hello')?.offered.versions ?? [];
  if (offered.length > 0)
    return offered.map((version) => version.replace('TLSv', '').replace(/^1$/, '1.0')).join(' ');
  const listener = allOf(visit, 'connection-opened')[0]?.listener;
  return listener === 'http' ? 'plain' : '';
}
