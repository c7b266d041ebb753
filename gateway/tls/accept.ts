import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ClientOffer, Observe } from '../../common/observations.ts';
import type { Behaviour } from '../behaviour.ts';
import { alertFromError } from './alerts.ts';
import { readOffer, readOpening } from './client-hello.ts';
import type { Connection } from './connection.ts';
import { Wire } from './wire.ts';

export interface AcceptTlsOptions {
  /** Chooses the behaviour by what the ClientHello offers, its SNI above all. */
  behaviourFor(offer: ClientOffer | null): Promise<Behaviour>;
  /** From accept to the end of the handshake, ms. */
  handshakeTimeoutMs: number;
  /** Emit a `tls-record` observation for each record; costs speed. */
  tapWire: boolean;
  observe: Observe;
  /** Lines in NSS key log format, for those who look at captures. */
  onKeyLog?: (line: Buffer) => void;
}

/** What a client is told that speaks HTTP to the TLS port: words, not a hang and not a TLS alert it cannot read. */
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
 * looked at before OpenSSL sees it: it decides the behaviour, and it is what a refused client leaves behind.
 */
export function acceptTls(
  connection: Connection,
  options: AcceptTlsOptions,
  serve: (stream: Socket) => void,
): void {
  const { socket } = connection;
  const chunks: Buffer[] = [];
  const timer = setTimeout(() => {
    connection.handshake('timeout', null, null);
    connection.ending('timeout');
    socket.destroy();
  }, options.handshakeTimeoutMs);
  const done = (): void => clearTimeout(timer);
  socket.once('close', () => {
    done();
    connection.handshake('cut', null, null);
  });

  const onReadable = (): void => {
    for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    const opening = readOpening(bytes);
    if (opening.kind === 'incomplete') return;
    socket.off('readable', onReadable);
    if (opening.kind === 'client-hello') {
      void meetClient(connection, opening.record, options).then((behaviour) => {
        if (behaviour !== null) startTls(connection, behaviour, bytes, options, done, serve);
      });
      return;
    }
    if (opening.kind === 'plain-http') {
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
  socket.on('readable', onReadable);
}

/** Tells what the client offers and decides how it is treated; null where it is gone, or nobody here is it for. */
async function meetClient(
  connection: Connection,
  hello: Buffer,
  options: AcceptTlsOptions,
): Promise<Behaviour | null> {
  const offer = await readOffer(hello);
  connection.offer = offer;
  if (offer !== null)
    options.observe({ kind: 'tls-client-hello', connection: connection.id, offered: offer });
  try {
    const behaviour = await options.behaviourFor(offer);
    return connection.socket.destroyed ? null : behaviour;
  } catch (error) {
    connection.refuseName(error instanceof Error ? error.message : String(error));
    return null;
  }
}

function startTls(
  connection: Connection,
  behaviour: Behaviour,
  firstBytes: Buffer,
  options: AcceptTlsOptions,
  done: () => void,
  serve: (stream: Socket) => void,
): void {
  const { socket } = connection;
  connection.behaviour = behaviour;
  socket.unshift(firstBytes);
  const tapped = options.tapWire || behaviour.wireFault !== null;
  const tls = new TLSSocket(tapped ? tapWire(connection, behaviour, options) : socket, {
    isServer: true,
    secureContext: behaviour.context,
    ALPNProtocols: behaviour.alpn,
    ...stapling(behaviour),
  });
  connection.secure(tls);
  if (options.onKeyLog !== undefined) tls.on('keylog', options.onKeyLog);

  let established = false;
  tls.on('error', (error: NodeJS.ErrnoException) => {
    if (!established) {
      connection.alertSeen ??= alertFromError(error);
      const lost = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      const refusal = connection.alertSeen?.sentBy === 'client' ? 'refused-by-client' : 'refused-by-server';
      connection.handshake(lost ? 'cut' : refusal, error, behaviour.fingerprint);
    }
    connection.endedBy(error);
    tls.destroy();
  });
  tls.once('secure', () => {
    established = true;
    done();
    connection.handshake('completed', null, behaviour.fingerprint);
    serve(tls);
  });
  // A client that ends the handshake with FIN leaves neither an error nor a session.
  tls.once('close', () => {
    done();
    connection.handshake('cut', null, behaviour.fingerprint);
    socket.destroy();
  });
}

function tapWire(connection: Connection, behaviour: Behaviour, options: AcceptTlsOptions): Wire {
  return new Wire({
    socket: connection.socket,
    fault: behaviour.wireFault,
    onRecord: (sentBy, record) => {
      if (record.alert !== null) connection.alertSeen ??= record.alert;
      if (!options.tapWire) return;
      options.observe({
        kind: 'tls-record',
        connection: connection.id,
        sentBy,
        type: record.type,
        messages: record.messages,
        alert: record.alert,
        encrypted: record.encrypted,
        length: record.bytes.length,
      });
    },
  });
}

/** TLSSocket asks its `server` for the OCSP response to staple; an emitter is all of a server that it needs. */
function stapling(behaviour: Behaviour): object {
  if (behaviour.ocspResponse === null) return {};
  const server = new EventEmitter();
  const { ocspResponse } = behaviour;
  server.on('OCSPRequest', (_cert, _issuer, answer: (error: null, response: Buffer) => void) =>
    answer(null, ocspResponse),
  );
  return { server };
}
