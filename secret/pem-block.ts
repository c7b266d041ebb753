import { joinWords } from './entry-names.ts';

export type Entry = 'cert.pem' | 'key.pem';

/** One half of a secret: its bytes, which half it is, and how messages name it. */
export interface Part {
  bytes: Buffer;
  entry: Entry;
  place: string;
}

/** One object in PEM armour (RFC 7468 section 2). */
export interface PemBlock {
  /** What stands between `-----BEGIN ` and `-----`. */
  label: string;
  /** The armour and what is in it, lines ended by LF, nothing around it. */
  text: string;
  /** The body is encrypted as RFC 1421 headers say (`Proc-Type: 4,ENCRYPTED`). */
  encrypted: boolean;
}

/** `only PUBLIC KEY`, `only CERTIFICATE and X509 CRL`: what there is where something else was looked for. */
export function nameBlocks(blocks: readonly PemBlock[]): string {
  const labels = [...new Set(blocks.map(({ label }) => label.slice(0, 40)))].slice(0, 4);
  return labels.length === 1 ? `only ${labels[0]}` : `only ${joinWords(labels)}`;
}
