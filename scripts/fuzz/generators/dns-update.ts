import type { Generator, Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '../random.ts';
import { u16, wireName, wireRecord } from './dns-wire.ts';

const OPCODE_UPDATE = 0x2800;
const TYPES = [1, 28, 5, 16, 15, 2, 6, 255, 250, 33];
const CLASSES = [1, 1, 1, 254, 255, 3];

/** DNS UPDATE messages (RFC 2136 section 2) for names of their own, with prerequisites and broken signatures. */
export const dnsUpdate: Generator = {
  name: 'dns-update',
  make(random): Input {
    return Array.from({ length: random.int(1, 3) }, () => {
      const prerequisites = records(random, random.oneIn(3) ? random.int(1, 3) : 0);
      const updates = records(random, random.oneIn(10) ? random.int(0, 60) : random.int(1, 3));
      const signed = random.oneIn(5) ? [signature(random)] : [];
      const message = Buffer.concat([
        random.bytes(2),
        u16(OPCODE_UPDATE),
        ...[1, prerequisites.length, updates.length, signed.length].map(u16),
        wireName('contoso.com', random),
        u16(random.oneIn(10) ? 1 : 6),
        u16(1),
        ...prerequisites,
        ...updates,
        ...signed,
      ]);
      return random.oneIn(2) ? message : mutate(message, random);
    });
  },
};

function records(random: Random, count: number): Buffer[] {
  return Array.from({ length: count }, () => {
    const type = random.pick(TYPES);
    const data = type === 1 && random.oneIn(2) ? random.bytes(4) : random.bytes(random.pick([0, 2, 16, 40]));
    const name = wireName(`fuzz-${random.int(1, 9)}.contoso.com`, random);
    return wireRecord(name, type, random.pick(CLASSES), random.int(0, 3600), data);
  });
}

/** A TSIG record (RFC 8945 section 4.2) with a signature that is none. */
function signature(random: Random): Buffer {
  const data = Buffer.concat([
    wireName('hmac-sha256', random),
    random.bytes(6),
    u16(300),
    u16(32),
    random.bytes(random.pick([32, 31])),
    random.bytes(6),
  ]);
  return wireRecord(wireName('fuzz-key', random), 250, 255, 0, data);
}
