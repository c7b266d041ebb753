/** The few pieces of DER (X.690) that are written by hand where no structure of a library fits. */

export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  /** `[0]`, constructed. */
  context0: 0xa0,
} as const;

/** Tag, length and content (X.690 section 8.1). */
export function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(value.length)]), value]);
}

export const sequence = (...content: readonly Buffer[]): Buffer => tlv(TAG.sequence, ...content);

/** @param value a whole number from 0 to 2 ** 31 - 1 */
export function integer(value: number): Buffer {
  const octets: number[] = [];
  for (let rest = value; octets.length === 0 || rest > 0; rest >>= 8) octets.unshift(rest & 0xff);
  // A first bit that is set would make the number negative (X.690 section 8.3).
  return tlv(TAG.integer, Buffer.from((octets[0] ?? 0) & 0x80 ? [0, ...octets] : octets));
}

/** An object identifier in dotted form (X.690 section 8.19). */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(TAG.objectIdentifier, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const octets = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}
