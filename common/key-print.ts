import { createHash } from 'node:crypto';

/** A bearer key as it may be printed: its first characters, four at most, and the start of its SHA-256. */
export function printOfKey(key: string): string {
  // Of a short key fewer, so that most of it stays unsaid.
  const shown = key.slice(0, Math.min(4, Math.floor(key.length / 4)));
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 8);
  return `${shown}… (sha256 ${hash})`;
}

/** Characters of a key below which a fragment of it is no secret. */
const FRAGMENT = 6;

/**
 * Replaces every occurrence of a bearer key in what a client printed, also where it stands in a URL, and where `text`
 * is the end of something longer and begins in the middle of the key.
 */
export function redactKey(text: string, key: string): string {
  if (key === '') return text;
  const print = printOfKey(key);
  const forms = [key, encodeURIComponent(key)];
  const whole = forms.reduce((rest, form) => rest.replaceAll(form, print), text);
  for (let length = key.length - 1; length >= FRAGMENT; length -= 1) {
    if (whole.startsWith(key.slice(-length))) return print + whole.slice(length);
  }
  return whole;
}
