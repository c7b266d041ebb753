import { randomInt } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type ListenOptions, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { explainListenError } from '../common/listen-error.ts';
import type { ListenerName, Observe } from '../common/observations.ts';
import { answerToNoRequest, type HttpKnobs, hasTwoHosts } from './http/head-limits.ts';
import { CHECK_HEADS_MS, LINGER_MS } from './limits.ts';
import { Connection } from './tls/connection.ts';

export interface ListenerOptions {
  name: ListenerName;
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** Further options of `net.Server.listen`. */
  listen?: ListenOptions;
  http: Required<HttpKnobs>;
  observe: Observe;
  nextConnection(): number;
  /** Called with each accepted socket; `serve` hands a stream of HTTP to the server. */
  accept(connection: Connection, serve: (stream: Socket) => void): void;
  handle(request: IncomingMessage, response: ServerResponse, connection: Connection): void;
}

export interface Listener {
  readonly port: number;
  /**
   * Stops accepting, lets requests in flight end, closes idle connections, and cuts what is left after `graceMs`.
   *
   * @param drainMs before that: goes on accepting for so long, and asks each connection to close with its next answer.
   *   A request can be on its way on a connection that looks idle; the answer is the one place to end it without loss
   */
  close(graceMs: number, drainMs?: number): Promise<void>;
}

/** A connection with HTTP on it, and the response to its newest request: those before it are sent first. */
interface Served {
  connection: Connection;
  newest: ServerResponse | null;
}

/** Content type of the record that a ClientHello comes in (RFC 5246 section 6.2.1). */
const TLS_HANDSHAKE = 0x16;

/**
 * One port of the router. The HTTP server itself listens, so that its own time-outs and connection tracking are in
 * force; what it would do with a new socket is done by `accept` first.
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const connections = new Map<Socket, Served>();
  const { idleTimeoutMs, headerLimitBytes } = options.http;
  const settings = {
    noDelay: true,
    keepAliveTimeout: idleTimeoutMs,
    maxHeaderSize: headerLimitBytes,
    connectionsCheckingInterval: CHECK_HEADS_MS,
  };
  const server = http.createServer(settings, (request, response) => {
    const served = connections.get(request.socket);
    if (served === undefined) {
      response.destroy();
      return;
    }
    if (hasTwoHosts(request.rawHeaders)) {
      request.socket.end(answerToNoRequest('two-hosts'));
      return;
    }
    // No Set of the responses in flight: V8 chains each outgrown table of a Set to its successor, and so one that
    // every request enters and leaves keeps dead requests alive until the next full collection.
    served.newest = response;
    // Envoy sends neither "Connection: keep-alive" nor a hint of its idle time; a persistent connection needs neither
    // (RFC 9112 section 9.3).
    if (response.shouldKeepAlive) response.removeHeader('connection');
    if (draining) askToClose(response);
    if (closing) endAfter(response);
    options.handle(request, response, served.connection);
  });
  // The router counts the fields, so that a request with too many is reported like any other; the bytes bound them here.
  server.maxHeadersCount = 0;
  let draining = false;
  let closing = false;

  function askToClose(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('connection', 'close');
  }

  /** Lets a connection end with this answer, the last one on it. */
  function endAfter(response: ServerResponse): void {
    askToClose(response);
    // The connection is idle only after this event has been dealt with.
    response.once('close', () => setImmediate(() => server.closeIdleConnections()));
  }

  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket) => {
    const served = connections.get(socket);
    // A ClientHello on the plain port is no request, and reveals nothing.
    if (error.rawPacket?.[0] === TLS_HANDSHAKE) served?.connection.spokeTls();
    const newest = served?.newest ?? null;
    // What stands behind a good request takes nothing from its answer; the connection ends with that.
    if (newest?.writableFinished === false && newest.req.complete && socket.writable) {
      newest.once('close', () => socket.end());
      return;
    }
    if (!socket.writable || !mayAnswer(error, newest)) {
      socket.destroy();
      return;
    }
    socket.end(answerToNoRequest(error.code));
    // A client that keeps its side open must not keep the connection.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });

  const [serveHttp] = server.listeners('connection') as ((this: http.Server, socket: Socket) => void)[];
  server.removeAllListeners('connection');
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    const connection = new Connection(options.nextConnection(), options.name, socket, options.observe);
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    options.accept(connection, (stream) => {
      connections.set(stream, { connection, newest: null });
      stream.once('close', () => connections.delete(stream));
      serveHttp?.call(server, stream);
    });
  });

  await new Promise<void>((resolve, reject) => {
    const { host, port, name, listen } = options;
    server.once('error', (error) =>
      reject(explainListenError(error, { host, port, option: `--${name}-port` })),
    );
    server.listen({ ...listen, host, port, backlog: 1024 }, resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    close: async (graceMs, drainMs = 0) => {
      if (drainMs > 0) {
        draining = true;
        for (const { newest } of connections.values()) if (newest !== null) askToClose(newest);
        await pause(drainMs);
      }
      closing = true;
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          for (const socket of open) socket.destroy();
        }, graceMs);
        server.close(async () => {
          clearTimeout(timer);
          // The server no longer counts a destroyed socket, whose last observation comes when it closes.
          await Promise.all([...open, ...connections.keys()].map(ended));
          resolve();
        });
        for (const { newest } of connections.values()) if (newest !== null) endAfter(newest);
        server.closeIdleConnections();
        // A connection still in its handshake carries no request that could be lost.
        for (const socket of open)
          if (![...connections.values()].some(({ connection }) => connection.socket === socket))
            socket.destroy();
      });
    },
  };
}

/**
 * Whether a 4xx can be sent for what the client sent. Not on a connection that is broken, and not while another answer
 * is on its way: the client would read it as a part of that one's body.
 */
function mayAnswer({ code }: NodeJS.ErrnoException, newest: ServerResponse | null): boolean {
  if (code === 'ECONNRESET' || code === 'EPIPE' || code?.startsWith('ERR_SSL') === true) return false;
  return newest === null || !newest.headersSent || newest.writableFinished;
}

const ended = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

/**
 * Checks that a port is free, and holds it until it is released.
 *
 * @param port 0 finds a free one
 * @returns the port, held
 * @throws MockError PORT_IN_USE and its like
 */
export async function reservePort(
  wanted: Pick<ListenerOptions, 'host' | 'port' | 'name'>,
): Promise<{ port: number; release(): Promise<void> }> {
  const { host, port, name } = wanted;
  const probe = net.createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) =>
      reject(explainListenError(error, { host, port, option: `--${name}-port` })),
    );
    probe.listen(port, host, resolve);
  });
  return {
    port: (probe.address() as AddressInfo).port,
    release: () => new Promise((resolve) => probe.close(() => resolve())),
  };
}

/** Below the ranges from which Linux, macOS and Windows hand out ports, so that no other program gets the port meanwhile. */
const DEAD_PORTS = { from: 10_000, to: 32_000 };

/** Finds a port on which nothing listens, for routers that are to be reached in vain. */
export async function findDeadPort(host: string): Promise<number> {
  for (;;) {
    const port = randomInt(DEAD_PORTS.from, DEAD_PORTS.to);
    const probe = net.createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, host, () => resolve(true));
    });
    await new Promise((resolve) => probe.close(resolve));
    if (free) return port;
  }
}
