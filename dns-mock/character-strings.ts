/*
 * Character strings in the presentation format of RFC 1035 section 5.1: quoted, `\"` and `\\` for those two
 * characters, `\DDD` for an octet by its decimal value.
 */

/** Octets that one character string holds at most: its length is one octet (RFC 1035 section 3.3). */
const MAX_STRING = 255;

/**
 * Reads the value of a TXT record: either a row of quoted strings (`"v=1" "k=2"`), or plain text without quotes, which
 * is taken as it stands and cut after every 255 octets.
 *
 * @returns the octets of each string, or null where a quote is not closed, a string is too long or an escape is wrong
 */
export function readCharacterStrings(text: string): Buffer[] | null {
  if (!text.startsWith('"')) return cut(Buffer.from(text, 'utf8'));
  const strings: Buffer[] = [];
  const quoted = /"((?:[^"\\]|\\.)*)"(?:\s+|$)/gsy;
  while (quoted.lastIndex < text.length) {
    const inside = quoted.exec(text)?.[1];
    const octets = inside === undefined ? null : readEscapes(inside);
    if (octets === null || octets.length > MAX_STRING) return null;
    strings.push(octets);
  }
  return strings;
}

function cut(octets: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let start = 0; start === 0 || start < octets.length; start += MAX_STRING)
    strings.push(octets.subarray(start, start + MAX_STRING));
  return strings;
}

function readEscapes(text: string): Buffer | null {
  const parts: Buffer[] = [];
  for (const [whole, decimal, char] of text.matchAll(/\\(\d{3})|\\(\D)|[^\\]+|\\/gs)) {
    if (decimal !== undefined) {
      if (Number(decimal) > 255) return null;
      parts.push(Buffer.of(Number(decimal)));
    } else if (whole === '\\') return null;
    else parts.push(Buffer.from(char ?? whole, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Writes one character string as `dig` does. */
export function quote(octets: Buffer): string {
  let text = '';
  for (const octet of octets) {
    const char = String.fromCharCode(octet);
    if (char === '"' || char === '\\') text += `\\${char}`;
    else text += octet >= 0x20 && octet < 0x7f ? char : `\\${String(octet).padStart(3, '0')}`;
  }
  return `"${text}"`;
}
