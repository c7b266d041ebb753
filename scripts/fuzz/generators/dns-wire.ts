import type { Random } from '../random.ts';

export const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff]);

/** A name in labels (RFC 1035 section 3.1), or one of the forms that break readers: loops, pointers beyond the end. */
export function wireName(name: string, random: Random): Buffer {
  if (random.oneIn(15))
    return random.pick([Buffer.from([0xc0, 12]), Buffer.from([0xff, 0xff]), Buffer.from([0x40, 0])]);
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from(`${String.fromCharCode(label.length & 0x3f)}${label}`, 'latin1')),
    Buffer.from([0]),
  ]);
}

/** One resource record (RFC 1035 section 3.2.1). */
export function wireRecord(name: Buffer, type: number, classCode: number, ttl: number, data: Buffer): Buffer {
  return Buffer.concat([name, u16(type), u16(classCode), u16(ttl >>> 16), u16(ttl), u16(data.length), data]);
}
