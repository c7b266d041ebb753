import type { DnsQueryObserved, Observation, TlsRecordObserved } from '../../common/observations.ts';
import type { TimelineEntry } from './entry.ts';
import { describeAlert, describeClose, describeHandshake, describeOffer, describeRecord } from './tls.ts';

/** An observation, or a run of records of one direction that carry nothing but application data. */
export type Seen = Observation | RecordRun;

interface RecordRun {
  kind: 'record-run';
  ms: number;
  connection: number;
  sentBy: TlsRecordObserved['sentBy'];
  records: number;
  bytes: number;
}

const ofConnection = (event: Observation): number | null => ('connection' in event ? event.connection : null);

/**
 * Joins neighbouring records of application data of one direction: a long body is one thing to say. A ClientHello's
 * record is left out where the ClientHello itself was read, which says more.
 */
export function collapseRecords(events: readonly Observation[]): Seen[] {
  const read = new Set(events.filter(({ kind }) => kind === 'tls-client-hello').map(ofConnection));
  const seen: Seen[] = [];
  for (const event of events) {
    if (event.kind !== 'tls-record') {
      seen.push(event);
      continue;
    }
    if (read.has(event.connection) && event.messages.includes('ClientHello')) continue;
    if (event.type !== 'application_data') {
      seen.push(event);
      continue;
    }
    const last = seen.at(-1);
    const { ms, connection, sentBy } = event;
    if (last?.kind === 'record-run' && last.connection === connection && last.sentBy === sentBy) {
      last.records += 1;
      last.bytes += event.length;
    } else {
      seen.push({ kind: 'record-run', ms, connection, sentBy, records: 1, bytes: event.length });
    }
  }
  return seen;
}

/** The entries that an observation gives; a DNS question with its answer gives two. */
export function describeObservation(seen: Seen): TimelineEntry[] {
  const { ms } = seen;
  switch (seen.kind) {
    case 'dns-query':
      return describeQuery(seen, ms);
    case 'connection-opened': {
      const { listener, local, client } = seen;
      const text = `TCP connection ${seen.connection} from ${client} to ${listener} at ${local}`;
      return [{ ms, who: 'client', what: 'tcp-open', text }];
    }
    case 'connection-handed-on':
      return [];
    case 'tls-client-hello':
      return [{ ms, who: 'client', what: 'client-hello', text: describeOffer(seen.offered) }];
    case 'tls-record': {
      const who = seen.sentBy === 'client' ? 'client' : 'router';
      const { alert } = seen;
      if (alert !== null) return [{ ms, who, what: 'alert', text: describeAlert(alert) }];
      return [{ ms, who, what: 'tls-record', text: describeRecord(seen) }];
    }
    case 'record-run': {
      const who = seen.sentBy === 'client' ? 'client' : 'router';
      const records = seen.records === 1 ? '1 record' : `${seen.records} records`;
      return [
        { ms, who, what: 'application-data', text: `application_data, ${records}, ${seen.bytes} bytes` },
      ];
    }
    case 'tls-handshake':
      return [{ ms, who: 'router', what: 'handshake', text: describeHandshake(seen) }];
    case 'http-request': {
      const key =
        seen.keyIn.length === 0
          ? 'no key'
          : seen.authorization === 'missing'
            ? `key in ${seen.keyIn.join(' and ')}`
            : `key ${seen.authorization}`;
      const host = seen.host === null ? '' : `, Host ${seen.host}`;
      return [{ ms, who: 'client', what: 'request', text: `${seen.method} ${seen.path}${host}, ${key}` }];
    }
    case 'http-response': {
      const { status, decision, outcome, requestBytes, responseBytes, deployment } = seen;
      const by = deployment === null ? decision : `${decision} by ${deployment}`;
      const bytes = `body ${requestBytes} bytes in, ${responseBytes} bytes out`;
      return [
        {
          ms,
          who: 'router',
          what: 'response',
          text: `${status ?? 'no answer'} (${by}), ${bytes}, ${outcome}`,
        },
      ];
    }
    case 'connection-closed':
      return [{ ms, what: 'tcp-close', ...describeClose(seen) }];
    case 'secret':
      return [{ ms, who: 'router', what: 'secret', text: `secret ${seen.event}: ${seen.detail}` }];
    case 'dns-update':
      return [{ ms, who: 'dns', what: 'dns-update', text: `DNS update ${seen.rcode}: ${seen.detail}` }];
    case 'resource':
      return [
        { ms, who: 'router', what: 'resource', text: `${seen.resource} ${seen.event}: ${seen.detail}` },
      ];
    case 'extension':
      return [{ ms, who: 'router', what: 'extension', text: `extension ${seen.event}: ${seen.detail}` }];
  }
}

function describeQuery(query: DnsQueryObserved, ms: number): TimelineEntry[] {
  const { name, type, transport, rcode, answers, truncated, fault, durationMs } = query;
  const answer = [
    ...(rcode === null ? ['no answer'] : [rcode, ...answers]),
    ...(truncated ? ['truncated (TC)'] : []),
    ...(fault === null ? [] : [`[fault: ${fault}]`]),
  ].join('  ');
  return [
    { ms: ms - durationMs, who: 'client', what: 'dns-query', text: `DNS ${name} ${type} over ${transport}` },
    { ms, who: 'dns', what: 'dns-answer', text: answer },
  ];
}
