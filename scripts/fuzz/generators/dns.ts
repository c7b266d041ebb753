import type { Generator, Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import { u16, wireName, wireRecord } from './dns-wire.ts';

const NAMES = [
  'www.contoso.com',
  'contoso.com',
  'fuzz-1.contoso.com',
  'example.org',
  '',
  `${'a.'.repeat(120)}com`,
];
const TYPES = [1, 28, 5, 15, 16, 2, 6, 33, 65, 255, 252, 41, 0, 65_535];

/** Queries (RFC 1035 section 4) with and without EDNS, right and broken; a message each, over UDP or TCP. */
export const dns: Generator = {
  name: 'dns',
  make(random): Input {
    return Array.from({ length: random.int(1, 5) }, () => {
      const questions = random.oneIn(10) ? random.int(0, 20) : 1;
      const asked = Array.from({ length: questions }, () =>
        Buffer.concat([
          wireName(random.pick(NAMES), random),
          u16(random.pick(TYPES)),
          u16(random.pick([1, 1, 3, 255])),
        ]),
      );
      const edns = random.oneIn(2);
      const options = random.bytes(random.oneIn(4) ? random.int(0, 40) : 0);
      const message = Buffer.concat([
        random.bytes(2),
        u16(random.oneIn(6) ? random.int(0, 0xffff) & 0x87ff : 0x0100),
        ...[questions, 0, 0, edns ? 1 : 0].map(u16),
        ...asked,
        ...(edns
          ? [wireRecord(Buffer.from([0]), 41, random.pick([0, 512, 4096, 65_535]), random.next(), options)]
          : []),
      ]);
      return random.oneIn(3) ? message : mutate(message, random);
    });
  },
};
