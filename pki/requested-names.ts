import net from 'node:net';
import { domainToASCII } from 'node:url';
import { canonicalName } from '../common/addresses.ts';
import { fail } from './errors.ts';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Names as a person gives them, FQDNs and IP addresses, in the form in which they stand in a recipe: `DNS:…`, `IP:…`,
 * each once. A U-label becomes an A-label (RFC 5890), a trailing dot is taken off, letters become small.
 *
 * @throws MockError PKI_NAMES_MISSING, PKI_NAME_INVALID
 */
export function toSans(names: string[]): string[] {
  if (names.length === 0) throw fail('PKI_NAMES_MISSING', {});
  return [...new Set(names.map(toSan))];
}

function toSan(name: string): string {
  if (net.isIP(name) !== 0 && !name.includes('%')) return `IP:${name}`;
  const problem = problemOf(toAscii(name));
  if (problem !== null) throw fail('PKI_NAME_INVALID', { name, problem });
  return `DNS:${toAscii(name)}`;
}

function toAscii(name: string): string {
  const bare = canonicalName(name);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it asks for ASCII, all of it
  if (/^[\x00-\x7f]*$/.test(bare)) return bare;
  return bare.startsWith('*.') ? `*.${domainToASCII(bare.slice(2))}` : domainToASCII(bare);
}

/** What keeps a name from being a host name or a wildcard for one label (RFC 1123 section 2.1, RFC 9525 section 6.3). */
function problemOf(name: string): string | null {
  if (name.length > 253) return 'it is longer than 253 characters';
  const labels = name.split('.');
  const [first, ...others] = labels;
  const plain = first === '*' && others.length > 0 ? others : labels;
  if (name.includes('*') && plain === labels) return 'a wildcard stands for the whole leftmost label';
  const bad = plain.find((label) => !LABEL.test(label));
  if (bad !== undefined) return `"${bad}" is not a label of letters, digits and inner hyphens, 63 at most`;
  return /^[0-9]+$/.test(plain.at(-1) ?? '') ? 'it is an IP address that is not whole' : null;
}
