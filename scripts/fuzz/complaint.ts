import { CANARY, CANARY_BASE64 } from './input.ts';

/** A stack trace, in clear or within JSON, and what Node prints when it gives up. */
const UNHANDLED = [
  /(\n|\\n) {4}at \S/,
  /unhandled ?(promise)? ?rejection/i,
  /uncaught ?exception/i,
  /FATAL ERROR/,
];

/** What must not stand in an output, as a sentence: keys and bodies, errors that were not handled. Null where none does. */
export function complaintIn(text: string, place: string): string | null {
  for (const canary of [CANARY, CANARY_BASE64]) {
    const at = text.indexOf(canary);
    if (at >= 0) return `a key or a body in ${place}: ${around(text, at)}`;
  }
  for (const pattern of UNHANDLED) {
    const at = text.search(pattern);
    if (at >= 0) return `an error that was not handled in ${place}: ${around(text, at)}`;
  }
  return null;
}

const around = (text: string, at: number): string =>
  JSON.stringify(text.slice(Math.max(0, at - 200), at + 300));
