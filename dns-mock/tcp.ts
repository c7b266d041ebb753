import type net from 'node:net';
import type { Logger } from '../common/logger.ts';
import { FrameReader } from './frames.ts';
import type { Receive } from './responder.ts';
import { endpoint } from './udp.ts';

export interface TcpLimits {
  /** How long a connection may be open without a complete query, ms (RFC 7766 section 6.2.3). */
  idleMs: number;
  /** When one more comes, the one that has been idle longest makes room. */
  maxConnections: number;
}

/**
 * Serves DNS over TCP (RFC 7766): queries may come in pieces and several at once, replies go out as they are ready.
 *
 * @returns a function that cuts all connections
 */
export function serveTcp(server: net.Server, receive: Receive, limits: TcpLimits, log: Logger): () => void {
  // A connection that could not be accepted must not end the service for all.
  server.on('error', (error) =>
    log.warn({ err: error }, 'the TCP socket of the DNS server reports an error'),
  );
  /** In the order of last use, the longest idle first. */
  const connections = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    const [longestIdle] = connections;
    if (connections.size >= limits.maxConnections) longestIdle?.destroy();
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    serveConnection(socket, receive, limits.idleMs, () => {
      connections.delete(socket);
      connections.add(socket);
    });
  });
  return () => {
    for (const socket of connections) socket.destroy();
  };
}

function serveConnection(socket: net.Socket, receive: Receive, idleMs: number, onUse: () => void): void {
  const client = endpoint(socket.remoteAddress, socket.remotePort);
  const reader = new FrameReader();
  let underWay = 0;
  let heardAll = false;

  const idle = setTimeout(() => {
    // A query that is answered late, on purpose, is not idleness.
    if (underWay > 0) idle.refresh();
    else socket.destroy();
  }, idleMs);
  socket.once('close', () => clearTimeout(idle));
  socket.on('error', () => socket.destroy());

  const send = (reply: Buffer | null): boolean => {
    underWay -= 1;
    if (socket.destroyed) return false;
    idle.refresh();
    if (reply !== null) {
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16BE(reply.length);
      // Who sends questions and does not read the answers is not listened to any further.
      if (!socket.write(Buffer.concat([prefix, reply]))) socket.pause();
    }
    if (heardAll && underWay === 0) socket.end();
    return reply !== null;
  };
  socket.on('drain', () => socket.resume());

  socket.on('data', (piece: Buffer) => {
    for (const message of reader.push(piece)) {
      underWay += 1;
      idle.refresh();
      onUse();
      receive({ transport: 'tcp', client, message }, send);
    }
    if (reader.broken) socket.destroy();
  });
  socket.on('end', () => {
    heardAll = true;
    if (underWay === 0) socket.end();
  });
}
