import type { IncomingMessage } from 'node:http';
import { redactKey } from '../../common/key-print.ts';
import type { KeyPlace } from '../../common/observations.ts';
import { readBearer } from '../routing/authorization.ts';

/** Where a request carries a bearer key, and how its texts are shown without one. */
export interface FoundKeys {
  places: KeyPlace[];
  /** Replaces every key in a text by its print. */
  redact(text: string): string;
}

/**
 * Finds bearer keys in a request by their value, in whatever field or part of the target they are: a client may send a
 * copy of its key where no standard expects it.
 *
 * @param known the keys of the endpoints, and others that a client may have been given
 */
export function findKeys(
  { rawHeaders, headers, url = '' }: IncomingMessage,
  known: readonly string[],
): FoundKeys {
  const presented = readBearer(headers.authorization);
  const keys = presented === null || known.includes(presented) ? known : [...known, presented];
  const places = new Set<KeyPlace>();
  if (headers.authorization !== undefined) places.add('authorization');
  for (const key of keys) {
    if (carries(url, key)) places.add('target');
    for (let at = 0; at < rawHeaders.length; at += 2) {
      if (rawHeaders[at]?.toLowerCase() !== 'authorization' && carries(rawHeaders[at + 1] ?? '', key))
        places.add('field');
    }
  }
  return {
    places: [...places],
    // PERF: nearly every request has its key in Authorization alone, and then no text is searched again.
    redact:
      places.has('target') || places.has('field') ? (text) => keys.reduce(redactKey, text) : (text) => text,
  };
}

/** The key itself, or as it stands in a URL (RFC 3986 section 2.1). */
const carries = (text: string, key: string): boolean =>
  key !== '' && (text.includes(key) || (text.includes('%') && text.includes(encodeURIComponent(key))));

/** Looks for keys in a body that arrives in pieces. */
export class BodyKeyFinder {
  readonly #keys: readonly Buffer[];
  readonly #overlap: number;
  #tail: Buffer = Buffer.alloc(0);
  found = false;

  constructor(known: readonly string[]) {
    this.#keys = known.filter((key) => key !== '').map((key) => Buffer.from(key));
    this.#overlap = Math.max(0, ...this.#keys.map(({ length }) => length - 1));
  }

  push(chunk: Buffer): void {
    if (this.found || this.#keys.length === 0) return;
    // A key may be split between two pieces.
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    this.found = this.#keys.some((key) => bytes.includes(key));
    this.#tail = bytes.subarray(Math.max(0, bytes.length - this.#overlap));
  }
}
