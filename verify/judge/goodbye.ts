import type { ConnectionSummary } from '../../common/observation-summary.ts';

/** Alerts by which a client refuses a certificate that it was shown (RFC 5246 section 7.2.2). */
const ABOUT_THE_CERTIFICATE = new Set([
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
  'bad_certificate_status_response',
]);

/**
 * How a client took leave of a connection on which it sent no request, as the predicate of a sentence. Clients differ
 * in this and none of it is required: Node checks the name after the handshake and then closes without an alert.
 */
export function describeGoodbye(connection: ConnectionSummary): string {
  const { handshake, alert, listener } = connection;
  if (listener === 'http' && handshake === null)
    return 'connected to the plain HTTP port and sent no request';
  switch (handshake?.outcome) {
    case undefined:
      return 'sent its ClientHello and left the handshake open';
    case 'refused-by-client':
      return describeRefusal(alert?.description);
    case 'refused-by-server':
      return `was refused by the router${alert === null ? '' : ` with alert ${alert.description}`}`;
    case 'completed':
      return `completed the handshake, then ${describeSilentEnd(connection)}`;
    case 'cut':
      return describeCut(connection);
    case 'timeout':
      return 'left the handshake unfinished until the router gave up';
    case 'plain-http':
      return 'spoke plain HTTP to the TLS port';
    case 'garbage':
      return 'sent bytes that are neither TLS nor HTTP';
  }
}

function describeRefusal(alert: string | undefined): string {
  if (alert === undefined) return 'broke the handshake off';
  const when = ABOUT_THE_CERTIFICATE.has(alert) ? 'after the certificate' : 'during the handshake';
  return `closed the connection ${when}, alert ${alert}`;
}

function describeSilentEnd({ closed }: ConnectionSummary): string {
  switch (closed) {
    case null:
      return 'sent nothing';
    case 'client-fin':
      return 'closed the connection without sending a byte';
    case 'client-reset':
      return 'reset the connection without sending a byte';
    case 'error':
      return 'broke the connection off without sending a byte';
    case 'server-fin':
    case 'server-reset':
    case 'timeout':
      return 'sent nothing until the router closed the connection';
  }
}

function describeCut({ closed }: ConnectionSummary): string {
  switch (closed) {
    case 'client-reset':
      return 'reset the connection during the handshake, no alert';
    case 'error':
      return 'broke the connection off during the handshake, no alert';
    case 'server-fin':
    case 'server-reset':
      return 'lost the connection during the handshake, as the router broke it off';
    case 'client-fin':
    case 'timeout':
    case null:
      return 'closed the connection during the handshake, no alert';
  }
}

/** The connection that says most about why a client refused: one with an alert of its own, or else the last. */
export function mostTelling(connections: readonly ConnectionSummary[]): ConnectionSummary | null {
  return connections.findLast(({ alert }) => alert?.sentBy === 'client') ?? connections.at(-1) ?? null;
}
