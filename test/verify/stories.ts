import type { DnsQueryObserved, Observation, ObservationBody } from '../../common/observations.ts';
import type { ProcessEvent } from '../../verify/timeline.ts';
import { offer } from '../support/offer.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');

export const OFFER = offer({
  cipherSuites: ['TLS_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
  alpn: ['http/1.1'],
  sni: 'www.contoso.com',
});

/** Observations at the given ms since the stream began. */
export function story(...told: [ms: number, body: ObservationBody][]): Observation[] {
  return told.map(([ms, body], index) => ({
    seq: index + 1,
    at: new Date(START + ms).toISOString(),
    ms,
    ...body,
  }));
}

export const asked: DnsQueryObserved = {
  kind: 'dns-query',
  transport: 'udp',
  client: '127.0.0.1:40000',
  name: 'www.contoso.com',
  type: 'A',
  edns: true,
  rcode: 'NOERROR',
  answers: ['www.contoso.com. 60 IN A 127.0.0.1'],
  truncated: false,
  fault: null,
  durationMs: 0.5,
};

export const opened: ObservationBody = {
  kind: 'connection-opened',
  connection: 1,
  listener: 'https',
  client: '127.0.0.1:50000',
  local: '127.0.0.1:8443',
};

export const hello: ObservationBody = { kind: 'tls-client-hello', connection: 1, offered: OFFER };

export function record(
  sentBy: 'client' | 'server',
  type: 'change_cipher_spec' | 'alert' | 'handshake' | 'application_data',
  seen: { messages?: string[]; encrypted?: boolean; length?: number } = {},
): ObservationBody {
  const { messages = [], encrypted = false, length = 100 } = seen;
  return { kind: 'tls-record', connection: 1, sentBy, type, messages, alert: null, encrypted, length };
}

const expiredAlert = {
  level: 'fatal',
  code: 45,
  description: 'certificate_expired',
  sentBy: 'client',
} as const;

/** What curl does with an expired certificate, down to the records. */
export const refused: Observation[] = story(
  [40, asked],
  [41, opened],
  [42, hello],
  [42.1, record('client', 'handshake', { messages: ['ClientHello'], length: 517 })],
  [43, record('server', 'handshake', { messages: ['ServerHello'], length: 95 })],
  [43, record('server', 'handshake', { messages: ['Certificate'], length: 1800 })],
  [43, record('server', 'handshake', { messages: ['ServerKeyExchange', 'ServerHelloDone'], length: 310 })],
  [45, { ...record('client', 'alert', { length: 7 }), alert: expiredAlert } as ObservationBody],
  [
    45.2,
    {
      kind: 'tls-handshake',
      connection: 1,
      outcome: 'refused-by-client',
      offered: OFFER,
      version: null,
      cipherSuite: null,
      alpn: null,
      resumed: false,
      servedFingerprint: 'AA:BB',
      alert: expiredAlert,
      error: 'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
      durationMs: 4,
    },
  ],
  [
    45.5,
    {
      kind: 'connection-closed',
      connection: 1,
      bytesReceived: 524,
      bytesSent: 2205,
      applicationBytes: 0,
      how: 'client-fin',
      durationMs: 4.5,
    },
  ],
);

/** What a client does that has switched verification off. */
export const leaked: Observation[] = story(
  [40, asked],
  [41, opened],
  [42, hello],
  [
    44,
    {
      kind: 'tls-handshake',
      connection: 1,
      outcome: 'completed',
      offered: OFFER,
      version: 'TLSv1.2',
      cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      alpn: 'http/1.1',
      resumed: false,
      servedFingerprint: 'AA:BB',
      alert: null,
      error: null,
      durationMs: 3,
    },
  ],
  [
    45,
    {
      kind: 'http-request',
      keyIn: ['authorization'],
      connection: 1,
      requestId: 'r1',
      clientRequestId: null,
      listener: 'https',
      method: 'POST',
      path: '/api/v1/endpoint/demo/score',
      host: 'www.contoso.com',
      endpoint: 'demo',
      authorization: 'valid',
      userAgent: null,
    },
  ],
  [45.1, record('client', 'application_data', { encrypted: true, length: 300 })],
  [45.2, record('client', 'application_data', { encrypted: true, length: 90 })],
  [
    46,
    {
      kind: 'http-response',
      connection: 1,
      requestId: 'r1',
      status: 200,
      deployment: 'blue',
      keyInBody: false,
      requestBytes: 27,
      responseBytes: 14,
      outcome: 'complete',
      decision: 'scored',
      durationMs: 1,
    },
  ],
  [
    47,
    {
      kind: 'connection-closed',
      connection: 1,
      bytesReceived: 930,
      bytesSent: 2600,
      applicationBytes: 345,
      how: 'client-fin',
      durationMs: 6,
    },
  ],
);

/** A process that started at 5 ms and exited at 50 ms. */
export function process(exitCode: number): ProcessEvent[] {
  return [
    { event: 'started', ms: 5 },
    { event: 'exited', ms: 50, exitCode, signal: null },
  ];
}
