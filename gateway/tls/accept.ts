import net, { type Socket } from 'node:net';
import { createServer, type Server, TLSSocket } from 'node:tls';
import { hostAndPort } from '../../common/addresses.ts';
import type { ClientOffer, Observe } from '../../common/observations.ts';
import { resetSocket } from '../../common/reset-socket.ts';
import { alertFromError } from './alerts.ts';
import { readOffer } from './client-hello.ts';
import type { Connection } from './connection.ts';
import { type Opening, OpeningReader } from './opening.ts';
import type { ServingConfig } from './serving-config.ts';
import { Wire } from './wire.ts';

/** Which connections tell each record: all, none, or a few at a time. */
export type TapWire = boolean | 'few';

export interface AcceptTlsOptions {
  /** The serving configuration in force when the ClientHello has been read. */
  servingConfig(): ServingConfig;
  /** Another listener that a connection is handed on to by what its ClientHello asks for; null keeps it here. */
  divert?: (offer: ClientOffer | null) => Promise<{ host: string; port: number } | null>;
  /** From accept to the end of the handshake, ms. */
  handshakeTimeoutMs: number;
  /** Emit a `tls-record` observation for each record; costs speed. `few` does it for a few connections at a time. */
  tapWire: TapWire;
  observe: Observe;
  /** Lines in NSS key log format, for those who look at captures. */
  onKeyLog?: (line: Buffer) => void;
}

/** The answer to HTTP on the TLS port: text, because the client can read neither silence nor a TLS alert. */
// ASSUMPTION: plain-http-on-tls-port: what the real router does with HTTP on its TLS port is not published; Envoy
// ends the connection, and here a 400 in words goes before that. Changed by nothing: the request is read by neither.
const PLAIN_HTTP_ANSWER_BODY =
  'This port speaks TLS. Use https:// in the scoring URI; the request was not read any further.\n';
const PLAIN_HTTP_ANSWER = [
  'HTTP/1.1 400 Bad Request',
  'content-type: text/plain; charset=utf-8',
  `content-length: ${Buffer.byteLength(PLAIN_HTTP_ANSWER_BODY)}`,
  'connection: close',
  '',
  PLAIN_HTTP_ANSWER_BODY,
].join('\r\n');

/**
 * Takes a TCP connection through its TLS handshake and hands the decrypted stream to `serve`. The ClientHello is
 * read before OpenSSL sees it: it decides the serving configuration, and is all that is known of a refused client.
 */
export function acceptTls(
  connection: Connection,
  options: AcceptTlsOptions,
  serve: (stream: Socket) => void,
): void {
  const { socket } = connection;
  const opening = new OpeningReader();
  const timer = setTimeout(() => {
    connection.handshake('timeout', null, null);
    connection.ending('timeout');
    socket.destroy();
  }, options.handshakeTimeoutMs);
  const done = (): void => clearTimeout(timer);
  socket.once('close', () => {
    done();
    if (!connection.handedOn) connection.handshake(howItBroke(connection), null, null);
  });

  const onReadable = (): void => {
    let found: Opening = { kind: 'incomplete' };
    for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
      found = opening.push(chunk);
    }
    if (found.kind === 'incomplete') return;
    const { bytes } = opening;
    socket.off('readable', onReadable);
    socket.off('end', onEnd);
    if (found.kind === 'client-hello') {
      meetClient(connection, found.record, options);
      const stay = (): void => startTls(connection, bytes, options, done, serve);
      if (options.divert === undefined) stay();
      else
        void findPlace(connection, options.divert).then((elsewhere) => {
          if (socket.destroyed) return;
          if (elsewhere === null) stay();
          else if (elsewhere !== 'nowhere') handOn(connection, bytes, elsewhere, options.observe, done);
        });
      return;
    }
    if (found.kind === 'plain-http') {
      connection.handshake('plain-http', null, null);
      connection.ending('server-fin');
      connection.readInClear(bytes);
      // The answer may not be lost to a reset that unread input would cause, so what follows is read and dropped.
      socket.on('data', (more: Buffer) => connection.readInClear(more));
      socket.end(PLAIN_HTTP_ANSWER);
      return;
    }
    connection.handshake('garbage', null, null);
    connection.ending('server-fin');
    socket.destroy();
  };
  // The socket is half-open, so that without this it would be kept until its time is up.
  const onEnd = (): void => {
    connection.handshake('cut', null, null);
    socket.destroy();
  };
  socket.on('readable', onReadable);
  socket.once('end', onEnd);
}

/** Reports what the client offers. */
function meetClient(connection: Connection, hello: Buffer, { observe }: AcceptTlsOptions): void {
  const offer = readOffer(hello);
  connection.offer = offer;
  if (offer !== null) observe({ kind: 'tls-client-hello', connection: connection.id, offered: offer });
}

/** Where else the client is served; `nowhere` where no listener has its name. */
async function findPlace(
  connection: Connection,
  divert: NonNullable<AcceptTlsOptions['divert']>,
): Promise<{ host: string; port: number } | null | 'nowhere'> {
  try {
    return await divert(connection.offer);
  } catch (error) {
    connection.refuseName(error instanceof Error ? error.message : String(error));
    return 'nowhere';
  }
}

/** Joins the client to another listener, which sees every byte as it came. */
function handOn(
  connection: Connection,
  firstBytes: Buffer,
  to: { host: string; port: number },
  observe: Observe,
  done: () => void,
): void {
  const { socket } = connection;
  done();
  connection.handedOn = true;
  const target = net.connect(to, () => {
    const { localAddress, localPort } = target;
    observe({
      kind: 'connection-handed-on',
      connection: connection.id,
      from: hostAndPort(localAddress, localPort),
    });
  });
  socket.unshift(firstBytes);
  socket.pipe(target);
  target.pipe(socket);
  // The end of one side reaches the other side in the same form: a reset stays a reset.
  target.on('error', () => resetSocket(socket));
  socket.on('error', () => resetSocket(target));
  target.once('close', () => socket.destroySoon());
  socket.once('close', () => target.destroy());
}

function startTls(
  connection: Connection,
  firstBytes: Buffer,
  options: AcceptTlsOptions,
  done: () => void,
  serve: (stream: Socket) => void,
): void {
  const { socket } = connection;
  const servingConfig = options.servingConfig();
  const alpn = servingConfig.alpnFor(connection.offer);
  connection.servingConfig = servingConfig;
  socket.unshift(firstBytes);
  const told = options.tapWire === 'few' ? takeTap(socket) : options.tapWire;
  const tapped = told || servingConfig.wireFault !== null;
  const tls = new TLSSocket(tapped ? tapWire(connection, servingConfig, options, told) : socket, {
    isServer: true,
    secureContext: servingConfig.contextFor(connection.offer),
    ...(alpn.length === 0 ? {} : { ALPNProtocols: alpn }),
    ...stapling(servingConfig),
  });
  connection.secure(tls);
  if (options.onKeyLog !== undefined) tls.on('keylog', options.onKeyLog);

  let established = false;
  tls.on('error', (error: NodeJS.ErrnoException) => {
    if (!established) {
      connection.alertSeen ??= alertFromError(error);
      const lost = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      const refusal = connection.alertSeen?.sentBy === 'client' ? 'refused-by-client' : 'refused-by-server';
      connection.handshake(lost ? howItBroke(connection) : refusal, error, servingConfig.fingerprint);
    }
    connection.endedBy(error);
    tls.destroy();
  });
  // The socket is half-open, so that a FIN in the middle of the handshake ends nothing by itself.
  tls.once('end', () => {
    if (established) return;
    connection.handshake(howItBroke(connection), null, servingConfig.fingerprint);
    tls.destroy();
  });
  // A socket that no tls.Server made swallows errors after the handshake, a bad MAC for instance; this event has them.
  tls.on('_tlsError', (error: NodeJS.ErrnoException) => {
    if (!established) return;
    connection.endedBy(error);
    // Not before the alert is out.
    socket.destroySoon();
  });
  tls.once('secure', () => {
    established = true;
    done();
    connection.handshake('completed', null, servingConfig.fingerprint);
    // Not before the last record of the handshake is out. Whether the client agrees shows in what it does next.
    if (servingConfig.renegotiate) process.nextTick(() => tls.renegotiate({}, () => undefined));
    serve(tls);
  });
  tls.once('close', () => {
    done();
    connection.handshake(howItBroke(connection), null, servingConfig.fingerprint);
    socket.destroy();
  });
}

/** Connections that `few` taps at a time: more than people make by hand, and too few to slow a load. */
const MOST_TAPS = 8;
/** Records that `few` tells of one connection: a whole handshake and some data, and not a long upload. */
const MOST_RECORDS = 400;
let taps = 0;

/** Takes one of the few taps for as long as the connection is open. @returns false where all are taken */
function takeTap(socket: Socket): boolean {
  if (taps >= MOST_TAPS) return false;
  taps += 1;
  socket.once('close', () => {
    taps -= 1;
  });
  return true;
}

/** A record of TLS 1.2 has at most this many bytes in clear (RFC 5246 section 6.2.1), its head among them. */
const MOST_RECORD_BYTES = 5 + 16_384;

function tapWire(
  connection: Connection,
  servingConfig: ServingConfig,
  options: AcceptTlsOptions,
  told: boolean,
): Wire {
  let left = options.tapWire === 'few' ? MOST_RECORDS : Number.POSITIVE_INFINITY;
  return new Wire({
    socket: connection.socket,
    fault: servingConfig.wireFault,
    offer: connection.offer,
    onCut: (how) => {
      connection.handshake(howItBroke(connection), null, servingConfig.fingerprint);
      connection.ending(how === 'reset' ? 'server-reset' : 'server-fin');
    },
    onRecord: (sentBy, record) => {
      if (record.alert !== null && connection.alertSeen?.level !== 'fatal')
        connection.alertSeen = record.alert;
      if (sentBy === 'client' && record.type === 'application_data')
        connection.readEarly(record.bytes.length);
      left -= 1;
      if (!told || left < 0) return;
      const inClear =
        !record.encrypted && record.type !== 'application_data' && record.bytes.length <= MOST_RECORD_BYTES;
      options.observe({
        kind: 'tls-record',
        connection: connection.id,
        sentBy,
        type: record.type,
        messages: record.messages,
        alert: record.alert,
        encrypted: record.encrypted,
        length: record.bytes.length,
        ...(inClear ? { bytes: record.bytes.toString('base64') } : {}),
      });
    },
  });
}

/** Whose fatal alert ended a handshake that OpenSSL has nothing to say about, if there was one. */
function howItBroke({ alertSeen }: Connection): 'cut' | 'refused-by-client' | 'refused-by-server' {
  if (alertSeen?.level !== 'fatal') return 'cut';
  return alertSeen.sentBy === 'client' ? 'refused-by-client' : 'refused-by-server';
}

/** TLSSocket asks its `server` for the OCSP response to staple; this one never listens and answers nothing else. */
function stapling({ ocspResponse }: ServingConfig): { server?: Server } {
  if (ocspResponse === null) return {};
  const server = createServer();
  server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, ocspResponse));
  return { server };
}
