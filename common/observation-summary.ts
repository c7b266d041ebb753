import type {
  Alert,
  ClientOffer,
  ConnectionClosed,
  DnsQueryObserved,
  HandshakeObserved,
  ListenerName,
  Observation,
  RequestObserved,
  ResponseObserved,
} from './observations.ts';

/** One connection with all that is known of it. */
export interface ConnectionSummary {
  /** Which connection, counted from 1. */
  connection: number;
  /** When it was accepted, ISO 8601. */
  at: string;
  /** The same, ms since the stream of observations began. */
  ms: number;
  /** Which listener of the router it came to. */
  listener: ListenerName;
  /** Address and port of the client. */
  client: string;
  /** The address and port it came in on. */
  local: string;
  /** Host name of server_name (RFC 6066 section 3), or null. */
  sni: string | null;
  /** What its ClientHello offered; null where none could be read. */
  offered: ClientOffer | null;
  /** Null on the plain listener, and while the handshake is going on. */
  handshake: Pick<
    HandshakeObserved,
    'outcome' | 'version' | 'cipherSuite' | 'alpn' | 'resumed' | 'servedFingerprint' | 'error'
  > | null;
  /** The fatal alert that ended it, or null. */
  alert: Alert | null;
  /** Null while it is open. */
  closed: ConnectionClosed['how'] | null;
  /** Bytes on the wire, from the client. */
  bytesReceived: number;
  /** Bytes of the application protocol that reached the router; at least 1 once a request's head did. */
  applicationBytes: number;
  /** An Authorization header came in clear on the TLS port; left out where no plain HTTP came there. */
  keyInClear?: boolean;
  /** How long it was open, ms; null while it is. */
  durationMs: number | null;
}

/** One request with its answer. */
export type RequestSummary = Omit<RequestObserved, 'kind'> & { at: string; ms: number } & {
  answer: Omit<ResponseObserved, 'kind' | 'connection' | 'requestId'> | null;
};

/** What was seen of a client. */
export interface ObservationSummary {
  /** Questions to the DNS server, in their order. */
  queries: (Omit<DnsQueryObserved, 'kind'> & { at: string; ms: number })[];
  /** Connections to the router, in their order. */
  connections: ConnectionSummary[];
  /** Requests whose head reached the router, in their order. */
  requests: RequestSummary[];
}

/** Folds a stream of observations into what a person asks for: which queries, which connections, which requests. */
export function summarize(events: readonly Observation[]): ObservationSummary {
  const queries: ObservationSummary['queries'] = [];
  const connections = new Map<number, ConnectionSummary>();
  const requests = new Map<string, RequestSummary>();
  for (const event of events) {
    switch (event.kind) {
      case 'dns-query': {
        const { kind: _kind, seq: _seq, ...query } = event;
        queries.push(query);
        break;
      }
      case 'connection-opened':
        connections.set(event.connection, openedConnection(event));
        break;
      case 'tls-client-hello':
        update(connections.get(event.connection), { offered: event.offered, sni: event.offered.sni });
        break;
      case 'tls-handshake': {
        const { outcome, version, cipherSuite, alpn, resumed, servedFingerprint, error, alert } = event;
        const handshake = { outcome, version, cipherSuite, alpn, resumed, servedFingerprint, error };
        update(connections.get(event.connection), { handshake, alert });
        break;
      }
      case 'connection-closed': {
        const { how, bytesReceived, applicationBytes, durationMs, keyInClear } = event;
        update(connections.get(event.connection), {
          closed: how,
          bytesReceived,
          applicationBytes,
          durationMs,
          ...(keyInClear === undefined ? {} : { keyInClear }),
        });
        break;
      }
      case 'http-request': {
        const { kind: _kind, seq: _seq, ...request } = event;
        requests.set(event.requestId, { ...request, answer: null });
        const connection = connections.get(event.connection);
        if (connection?.applicationBytes === 0) connection.applicationBytes = 1;
        break;
      }
      case 'http-response': {
        const {
          kind: _kind,
          seq: _seq,
          at: _at,
          ms: _ms,
          connection: _connection,
          requestId,
          ...answer
        } = event;
        update(requests.get(requestId), { answer });
        break;
      }
      default:
        break;
    }
  }
  return { queries, connections: [...connections.values()], requests: [...requests.values()] };
}

function update<T extends object>(target: T | undefined, change: Partial<T>): void {
  if (target !== undefined) Object.assign(target, change);
}

function openedConnection(event: Extract<Observation, { kind: 'connection-opened' }>): ConnectionSummary {
  return {
    connection: event.connection,
    at: event.at,
    ms: event.ms,
    listener: event.listener,
    client: event.client,
    local: event.local,
    sni: null,
    offered: null,
    handshake: null,
    alert: null,
    closed: null,
    bytesReceived: 0,
    applicationBytes: 0,
    durationMs: null,
  };
}
