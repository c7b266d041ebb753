import type { Generator, Input } from '../input.ts';
import { mutate, split } from '../mutate.ts';
import type { Random } from '../random.ts';

const SUITES = [0xc02f, 0xc030, 0xcca8, 0xc02b, 0x1301, 0x009c, 0x0a0a, 0x5600];
const NAMES = ['www.contoso.com', 'contoso.com', '127.0.0.1', '', 'a'.repeat(300), 'xn--\u00ff', '..'];

/** ClientHello messages (RFC 5246 section 7.4.1.2), right and broken, in records and writes of any size. */
export const clientHello: Generator = {
  name: 'client-hello',
  make(random): Input {
    const message = hello(random);
    const broken = random.oneIn(3) ? message : mutate(message, random);
    const stream = Buffer.concat(inRecords(broken, random));
    return split(random.oneIn(4) ? mutate(stream, random) : stream, random, random.pick([1, 3, 40]));
  },
};

function hello(random: Random): Buffer {
  const count = random.oneIn(20) ? random.int(1000, 30_000) : random.int(0, 12);
  const suites = Buffer.concat(Array.from({ length: count }, () => u16(random.pick(SUITES))));
  const body = Buffer.concat([
    u16(random.pick([0x0303, 0x0303, 0x0301, 0x0304, 0x0002])),
    random.bytes(32),
    withLength(1, random.bytes(random.pick([0, 32, 33]))),
    withLength(2, suites),
    withLength(1, Buffer.from([0])),
    withLength(2, extensions(random)),
  ]);
  return Buffer.concat([Buffer.from([random.oneIn(20) ? random.int(0, 255) : 1]), withLength(3, body)]);
}

function extensions(random: Random): Buffer {
  const name = Buffer.from(random.pick(NAMES), 'latin1');
  const known = [
    extension(0, withLength(2, Buffer.concat([Buffer.from([0]), withLength(2, name)]))),
    extension(10, withLength(2, Buffer.concat([u16(29), u16(23)]))),
    extension(13, withLength(2, Buffer.concat([u16(0x0804), u16(0x0403)]))),
    extension(16, withLength(2, withLength(1, Buffer.from(random.pick(['http/1.1', 'h2', '']))))),
    extension(43, withLength(1, Buffer.concat([u16(0x0304), u16(0x0303)]))),
    extension(random.int(0, 0xffff), random.bytes(random.int(0, 60))),
  ];
  return Buffer.concat(Array.from({ length: random.int(0, 8) }, () => random.pick(known)));
}

function inRecords(message: Buffer, random: Random): Buffer[] {
  return split(message, random, random.pick([1, 2, 200])).flatMap((piece) => {
    const type = random.oneIn(100) ? random.int(0, 255) : 22;
    const whole: Buffer[] = [];
    for (let at = 0; at < piece.length; at += 0x4000) {
      const part = piece.subarray(at, at + 0x4000);
      whole.push(Buffer.concat([Buffer.from([type, 3, random.pick([1, 3])]), withLength(2, part)]));
    }
    return whole;
  });
}

const extension = (type: number, body: Buffer): Buffer => Buffer.concat([u16(type), withLength(2, body)]);
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

/** Bytes behind their length, which is cut to the `size` bytes that it has. */
function withLength(size: number, bytes: Buffer): Buffer {
  const length = Buffer.alloc(size);
  length.writeUIntBE(bytes.length % 2 ** (8 * size), 0, size);
  return Buffer.concat([length, bytes]);
}
