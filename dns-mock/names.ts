import { canonicalName } from '../common/addresses.ts';
import { fail } from './errors.ts';

/*
 * A name is kept as text in lower case and without the trailing dot; the root is the empty string. Octets of a label
 * that are a dot, a backslash or not printable are written `\DDD` (RFC 1035 section 5.1), so that a dot always
 * separates labels.
 */

const LABEL = /^[a-z0-9_-]{1,63}$/;
/** 255 octets on the wire (RFC 1035 section 2.3.4) less the first length octet and the root label. */
const MAX_NAME_LENGTH = 253;

/**
 * Reads a name that a person typed, with or without the trailing dot; `.` is the root.
 *
 * @throws MockError DNS_BAD_NAME
 */
export function parseName(text: string): string {
  if (text === '.') return '';
  const name = canonicalName(text);
  const why = name === '' ? 'it is empty' : problemWith(name);
  if (why !== null) throw fail('DNS_BAD_NAME', { name: text, why });
  return name;
}

function problemWith(name: string): string | null {
  if (name.length > MAX_NAME_LENGTH) return `it is ${name.length} characters long`;
  const labels = name.split('.');
  for (const [place, label] of labels.entries()) {
    if (label === '') return 'a label is empty';
    if (label.length > 63) return `the label "${label}" is ${label.length} characters long`;
    if (label === '*' && place === 0) continue;
    if (label.includes('*')) return `"*" can only be the whole of the first label, not part of "${label}"`;
    if (!LABEL.test(label)) return `the label "${label}" has a character that host names do not have`;
  }
  return null;
}

/** `www.contoso.com` → `contoso.com` → `com` → the root; the root has no parent. */
export function parentOf(name: string): string | null {
  if (name === '') return null;
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}

/** The name of the wildcard that stands directly under `parent` (RFC 4592 section 2.1.1). */
export function wildcardUnder(parent: string): string {
  return parent === '' ? '*' : `*.${parent}`;
}

/** The name as `dig` prints it, absolute. */
export function absolute(name: string): string {
  return `${name}.`;
}
