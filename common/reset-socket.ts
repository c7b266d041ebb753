import type { Socket } from 'node:net';

/**
 * Ends a TCP connection with RST, or in the ordinary way while its own FIN is still under way: libuv refuses a reset
 * then, and Node 24 is left with a handle that is neither open nor closed and keeps the process from ending.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
