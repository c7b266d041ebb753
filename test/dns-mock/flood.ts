import dgram from 'node:dgram';
import { randomFrom } from './support.ts';

/** 3,000 datagrams: random octets, half of them behind the header of a query, most of those with hostile counts. */
export function hostileDatagrams(seed: number): Buffer[] {
  const random = randomFrom(seed);
  return Array.from({ length: 3000 }, (_, n) => {
    const octets = Buffer.from(
      Array.from({ length: Math.floor(random() * 512) }, () => Math.floor(random() * 256)),
    );
    if (n % 2 === 0 || octets.length < 12) return octets;
    octets.writeUInt16BE(0x0100, 2);
    octets.writeUInt16BE(n % 4 === 1 ? 1 : 0xffff, 4);
    for (const at of [6, 8, 10]) octets.writeUInt16BE(n % 8 === 1 ? 0 : 0xffff, at);
    return octets;
  });
}

// Run as a program: `node flood.ts PORT SEED` sends them all to that port of 127.0.0.1.
if (import.meta.main) {
  const [port, seed] = process.argv.slice(2).map(Number);
  const socket = dgram.createSocket('udp4');
  let left = 0;
  for (const datagram of hostileDatagrams(seed ?? 0)) {
    left += 1;
    socket.send(datagram, port, '127.0.0.1', () => {
      left -= 1;
      if (left === 0) socket.close();
    });
  }
}
