import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import net from 'node:net';
import { fail } from '../common/errors.ts';
import { explainListenError } from '../common/listen-error.ts';

/** A UDP and a TCP socket on one address and port, as a DNS server has them (RFC 7766 section 5). */
export interface SocketPair {
  address: string;
  port: number;
  udp: dgram.Socket;
  tcp: net.Server;
}

/** A port that is free for UDP is nearly always free for TCP, too. */
const ATTEMPTS_AT_A_FREE_PORT = 20;
/** Octets of datagrams that wait while the process is busy; the system's default holds but a few hundred. */
const RECEIVE_BUFFER = 1024 * 1024;

/**
 * Opens both sockets.
 *
 * @param host an address or a name of this machine
 * @param port 0 takes one that is free for both
 * @throws MockError PORT_IN_USE, PORT_NOT_ALLOWED, ADDRESS_NOT_HERE
 */
export async function openSockets(host: string, port: number): Promise<SocketPair> {
  // Looked up once, so that both sockets get the same one of the addresses that a name has.
  const { address, family } = await lookup(host).catch((error: unknown) => {
    throw fail('ADDRESS_NOT_HERE', { host }, error);
  });
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await openPair(address, family === 6 ? 'udp6' : 'udp4', port);
      } catch (error) {
        const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        if (port !== 0 || !taken || attempt === ATTEMPTS_AT_A_FREE_PORT) throw error;
      }
    }
  } catch (error) {
    throw explainListenError(error as NodeJS.ErrnoException, { host, port, option: '--dns-port' });
  }
}

async function openPair(address: string, type: dgram.SocketType, port: number): Promise<SocketPair> {
  const udp = dgram.createSocket({ type, recvBufferSize: RECEIVE_BUFFER });
  const tcp = net.createServer({ allowHalfOpen: true, noDelay: true });
  try {
    udp.bind({ address, port, exclusive: true });
    await once(udp, 'listening');
    tcp.listen({ host: address, port: udp.address().port, exclusive: true });
    await once(tcp, 'listening');
    return { address, port: udp.address().port, udp, tcp };
  } catch (error) {
    udp.close();
    throw error;
  }
}
