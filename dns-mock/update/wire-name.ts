/** Octets of a name on the wire, the root label included (RFC 1035 section 2.3.4). */
const MAX_NAME_OCTETS = 255;

/** A name as it was read: in lower case, presentation form, without the trailing dot; the root is the empty string. */
export interface WireName {
  name: string;
  /** Offset of the octet after the name. */
  end: number;
}

/**
 * Reads a name that may be compressed (RFC 1035 section 4.1.4). Each pointer must lead further back than the one before
 * it, so a loop is impossible, and no name costs more than 255 octets of work.
 *
 * @returns null where the octets are not a name
 */
export function readWireName(message: Buffer, start: number): WireName | null {
  const labels: string[] = [];
  let [at, earliest, octets] = [start, start, 1];
  let end: number | null = null;
  for (;;) {
    const length = message[at];
    if (length === undefined) return null;
    if (length >= 0xc0) {
      const second = message[at + 1];
      if (second === undefined) return null;
      end ??= at + 2;
      at = ((length & 0x3f) << 8) + second;
      if (at >= earliest) return null;
      earliest = at;
      continue;
    }
    if (length > 63) return null;
    if (length === 0) return { name: labels.join('.'), end: end ?? at + 1 };
    octets += 1 + length;
    const next = at + 1 + length;
    if (octets > MAX_NAME_OCTETS || next > message.length) return null;
    labels.push(presentLabel(message.subarray(at + 1, next)));
    at = next;
  }
}

/** Writes a label so that a dot in it cannot be taken for the end of it. */
function presentLabel(label: Buffer): string {
  const text = label.toString('latin1').toLowerCase();
  if (/^[a-z0-9_*-]+$/.test(text)) return text;
  return text.replace(/[^!-~]|[.\\]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`);
}

/** Writes a name of plain labels without compression, in lower case: the canonical form of RFC 8945 section 4.3.3. */
export function encodeWireName(name: string): Buffer {
  const labels = name === '' ? [] : name.toLowerCase().split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'latin1')])),
    Buffer.of(0),
  ]);
}
