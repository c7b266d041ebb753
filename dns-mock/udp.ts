import type dgram from 'node:dgram';
import { hostAndPort } from '../common/addresses.ts';
import type { Logger } from '../common/logger.ts';
import type { Receive } from './responder.ts';

/** Serves DNS over UDP on a socket that is bound (RFC 1035 section 4.2.1). */
export function serveUdp(socket: dgram.Socket, receive: Receive, log: Logger): void {
  // An ICMP error that answers one reply must not end the service for all.
  socket.on('error', (error) =>
    log.warn({ err: error }, 'the UDP socket of the DNS server reports an error'),
  );
  socket.on('message', (message, { address, port }) => {
    receive({ transport: 'udp', client: endpoint(address, port), message }, (reply) => {
      // Nothing can be sent to port 0; a sender that gives it is forged.
      if (reply === null || port === 0) return false;
      socket.send(reply, port, address, (error) => {
        if (error !== null) log.debug({ err: error }, 'a DNS reply could not be sent');
      });
      return true;
    });
  });
}

/** `127.0.0.1:53`, `[::1]:53` */
export function endpoint(address: string | undefined, port: number | undefined): string {
  return hostAndPort(address, port);
}
