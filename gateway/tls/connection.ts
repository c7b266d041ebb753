import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { hostAndPort } from '../../common/addresses.ts';
import type {
  Alert,
  ClientOffer,
  ConnectionClosed,
  HandshakeObserved,
  ListenerName,
  Observe,
} from '../../common/observations.ts';
import { resetSocket } from '../../common/reset-socket.ts';
import { ALERT_CODES, alertOf } from './alerts.ts';
import type { ServingConfig } from './serving-config.ts';

/** Fields in which clients send a key, and a key in the query; the endpoint, and so the key itself, is not known here. */
const KEY_FIELDS =
  /^(proxy-)?authorization\s*:|^[\w-]*(api-?key|subscription-key|token)\s*:|[?&](code|key|api[-_]?key|token)=/im;

/** Characters; a key comes in the head, and heads are shorter. */
const MAX_HEAD = 16_384;

/**
 * One TCP connection to the router, from accept to close, and its observations. Both listeners use
 * it; what only TLS has stays empty on the plain one.
 */
export class Connection {
  readonly id: number;
  readonly listener: ListenerName;
  readonly socket: Socket;
  readonly #observe: Observe;
  readonly #openedAt = performance.now();
  #tls: TLSSocket | null = null;
  #ending: ConnectionClosed['how'] | null = null;
  #handshakeReported = false;
  #spokeTls = false;
  #established = false;
  /** Bytes of application data that arrived before the handshake was complete (RFC 7918, False Start). */
  #earlyBytes = 0;
  offer: ClientOffer | null = null;
  /** How the router treats this connection; null until the ClientHello decided it, and always on plain HTTP. */
  servingConfig: ServingConfig | null = null;
  /** Another listener serves it, and reports the rest. */
  handedOn = false;
  /** The head of a plain HTTP request that came to the TLS port; never reported, only searched for a key. */
  #headInClear = '';
  /** The alert in clear that a tapped wire saw; more exact than OpenSSL's error. */
  alertSeen: Alert | null = null;

  constructor(id: number, listener: ListenerName, socket: Socket, observe: Observe) {
    this.id = id;
    this.listener = listener;
    this.socket = socket;
    this.#observe = observe;
    observe({
      kind: 'connection-opened',
      connection: id,
      listener,
      client: hostAndPort(socket.remoteAddress, socket.remotePort),
      local: hostAndPort(socket.localAddress, socket.localPort),
    });
    socket.on('error', (error: NodeJS.ErrnoException) => this.endedBy(error));
    socket.once('end', () => this.ending('client-fin'));
    socket.once('close', () => this.#reportClosed());
  }

  /** Notes how the connection ends; the first one to know is right. */
  ending(how: ConnectionClosed['how']): void {
    this.#ending ??= how;
  }

  endedBy(error: NodeJS.ErrnoException): void {
    const reset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
    this.ending(reset ? 'client-reset' : 'error');
  }

  /** Reports the handshake's outcome, once; later calls only repeat it. */
  handshake(
    outcome: HandshakeObserved['outcome'],
    error: NodeJS.ErrnoException | null,
    fingerprint: string | null,
  ): void {
    if (this.#handshakeReported) return;
    this.#handshakeReported = true;
    this.#established = outcome === 'completed';
    const tls = outcome === 'completed' ? this.#tls : null;
    this.#observe({
      kind: 'tls-handshake',
      connection: this.id,
      outcome,
      offered: this.offer,
      version: tls?.getProtocol() ?? null,
      cipherSuite: tls?.getCipher()?.standardName ?? null,
      alpn: tls?.alpnProtocol || null,
      resumed: tls?.isSessionReused() ?? false,
      servedFingerprint: fingerprint,
      alert: outcome === 'completed' ? null : this.alertSeen,
      error: error?.code ?? null,
      durationMs: this.#sinceOpened(),
    });
  }

  /** Takes note of a plain HTTP request on the TLS port: what its sender sent in clear. */
  readInClear(bytes: Buffer): void {
    if (this.#headInClear.length < MAX_HEAD) this.#headInClear += bytes.toString('latin1');
  }

  /** Counts application data that cannot be decrypted any more if the handshake does not complete. */
  readEarly(bytes: number): void {
    if (!this.#established) this.#earlyBytes += bytes;
  }

  /** Notes that a client spoke TLS to the plain port. */
  spokeTls(): void {
    this.#spokeTls = true;
  }

  /** The TLS side of this connection, once there is one. */
  secure(tls: TLSSocket): void {
    this.#tls = tls;
    tls.once('end', () => this.ending('client-fin'));
  }

  /** Ends a handshake for an unknown name with the alert unrecognized_name (RFC 6066 section 3). */
  refuseName(reason: string): void {
    this.alertSeen = alertOf(2, ALERT_CODES.unrecognized_name ?? 112, 'server');
    this.handshake('refused-by-server', Object.assign(new Error(reason), { code: reason }), null);
    this.ending('server-fin');
    this.socket.end(Buffer.from([21, 3, 3, 0, 2, 2, this.alertSeen.code]));
  }

  /** Ends the TCP connection with RST, whatever TLS is doing on it. */
  reset(): void {
    this.ending('server-reset');
    resetSocket(this.socket);
  }

  #sinceOpened(): number {
    return Math.round((performance.now() - this.#openedAt) * 1000) / 1000;
  }

  #applicationBytes(): number {
    if (this.#spokeTls) return 0;
    if (this.#tls !== null) return this.#established ? this.#tls.bytesRead : this.#earlyBytes;
    return this.listener === 'http' || this.#headInClear !== '' ? this.socket.bytesRead : 0;
  }

  #reportClosed(): void {
    this.#observe({
      kind: 'connection-closed',
      connection: this.id,
      bytesReceived: this.socket.bytesRead,
      bytesSent: this.socket.bytesWritten,
      applicationBytes: this.#applicationBytes(),
      ...(this.#headInClear === '' ? {} : { keyInClear: KEY_FIELDS.test(this.#headInClear) }),
      how: this.#ending ?? 'server-fin',
      durationMs: this.#sinceOpened(),
    });
  }
}
