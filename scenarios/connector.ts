import { isIP, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector, errors } from 'undici';

export interface ConnectorOptions {
  /** Of TLS and of the socket, as `tls.connect` takes them. */
  socket: buildConnector.BuildOptions;
  /** ms for TCP and TLS together, counted from when the address is known. */
  timeoutMs: number;
  /** Asks for a second handshake when the first is done, before anything is sent. */
  renegotiate: boolean;
}

/**
 * undici's connector with a time-out that is exact: undici's own goes by a clock that ticks twice a second, which is
 * too coarse for scenarios of silence.
 */
export function connectorWith(options: ConnectorOptions): buildConnector.connector {
  const connect = buildConnector({ ...options.socket, timeout: 0 });
  return (target, callback) => {
    let timer: NodeJS.Timeout | undefined;
    let immediate: NodeJS.Immediate | undefined;
    const socket: unknown = connect(target, (...[error, connected]) => {
      clearTimeout(timer);
      clearImmediate(immediate);
      if (error !== null) callback(error, null);
      else if (options.renegotiate && connected instanceof TLSSocket) renegotiate(connected, callback);
      else callback(null, connected);
    });
    if (!(socket instanceof Socket)) return;
    const giveUp = (): void => {
      socket.destroy(new errors.ConnectTimeoutError());
    };
    const startTimer = (): void => {
      timer = setTimeout(() => {
        // What has arrived meanwhile comes first, so that a busy machine is not taken for a silent router.
        immediate = setImmediate(giveUp);
      }, options.timeoutMs);
    };
    if (isIP(target.hostname) === 0) socket.once('lookup', startTimer);
    else startTimer();
  };
}

function renegotiate(socket: TLSSocket, callback: buildConnector.Callback): void {
  const failed = (error: Error): void => {
    socket.destroy();
    callback(error, null);
  };
  socket.once('error', failed);
  socket.renegotiate({}, (error) => {
    socket.off('error', failed);
    if (error === null) callback(null, socket);
    else failed(error);
  });
}
