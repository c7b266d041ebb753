import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import net from 'node:net';
import { explainListenError } from '../common/listen-error.ts';
import { fail } from './errors.ts';

/** The sockets of a DNS server: TCP and UDP on one address and port (RFC 7766 section 5). */
export interface Sockets {
  address: string;
  port: number;
  tcp: net.Server;
  /** More than one where the system spreads senders over sockets. */
  udp: dgram.Socket[];
}

/** A port that is free for TCP is nearly always free for UDP, too. */
const ATTEMPTS_AT_A_FREE_PORT = 20;
/**
 * Each socket has a queue of its own, and a sender always comes to the same one. So a flood from one sender fills one
 * queue, and the others go on being answered. Longer queues instead would not lose the honest query but delay it.
 */
const UDP_QUEUES = 8;

/**
 * Opens the sockets.
 *
 * @param host an address or a name of this machine
 * @param port 0 takes one that is free for both
 * @throws MockError PORT_IN_USE, PORT_NOT_ALLOWED, ADDRESS_NOT_HERE
 */
export async function openSockets(host: string, port: number): Promise<Sockets> {
  // Looked up once, so that all sockets get the same one of the addresses that a name has.
  const { address } = await lookup(host).catch((error: unknown) => {
    throw fail('ADDRESS_NOT_HERE', { host }, error);
  });
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await openAt(address, port);
      } catch (error) {
        const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        if (port !== 0 || !taken || attempt === ATTEMPTS_AT_A_FREE_PORT) throw error;
      }
    }
  } catch (error) {
    throw explainListenError(error as NodeJS.ErrnoException, { host, port, option: '--dns-port' });
  }
}

async function openAt(address: string, wanted: number): Promise<Sockets> {
  // TCP first: it does not share its port, so nothing is taken from another server of this kind.
  const tcp = net.createServer({ allowHalfOpen: true, noDelay: true });
  tcp.listen({ host: address, port: wanted, exclusive: true });
  await once(tcp, 'listening');
  const { port } = tcp.address() as net.AddressInfo;
  try {
    return { address, port, tcp, udp: await openUdp(address, port) };
  } catch (error) {
    tcp.close();
    throw error;
  }
}

async function openUdp(address: string, port: number): Promise<dgram.Socket[]> {
  const opened = await Promise.allSettled(
    Array.from({ length: UDP_QUEUES }, () => bind(address, port, true)),
  );
  const sockets = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed === undefined) return sockets;
  for (const socket of sockets) socket.close();
  // Systems that cannot spread senders over sockets (macOS, Windows) say so.
  if ((failed.reason as NodeJS.ErrnoException).code === 'ENOTSUP') return [await bind(address, port, false)];
  throw failed.reason;
}

async function bind(address: string, port: number, reusePort: boolean): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type: net.isIPv6(address) ? 'udp6' : 'udp4', reusePort });
  try {
    socket.bind({ address, port, exclusive: true });
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}
