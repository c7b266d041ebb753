import { fail } from './errors.ts';

/**
 * One entry of a Secret as the API server stores it: what stands below `stringData` wins over what stands below
 * `data`, and the latter is base64 (RFC 4648 section 4), padded, with no white space but line breaks.
 *
 * @param place names the entry in messages
 * @returns null where the Secret has no such entry
 * @throws MockError E40007 where the value is no text or no base64
 */
export function decodeEntry(
  secret: { data?: unknown; stringData?: unknown },
  entry: string,
  place: string,
): Buffer | null {
  const plain = entryOf(secret.stringData, entry);
  if (plain !== undefined) return Buffer.from(requireText(plain, place));
  const encoded = entryOf(secret.data, entry);
  return encoded === undefined ? null : decodeBase64(requireText(encoded, place), place);
}

function entryOf(part: unknown, entry: string): unknown {
  if (typeof part !== 'object' || part === null || !Object.hasOwn(part, entry)) return undefined;
  // The API server takes an entry without a value for an empty one.
  return (part as Record<string, unknown>)[entry] ?? '';
}

function requireText(value: unknown, place: string): string {
  if (typeof value !== 'string') {
    const found = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : `a ${typeof value}`;
    throw fail('SECRET_VALUE_NOT_TEXT', { place, found });
  }
  if (/^\s*<[^<>]*>\s*$/.test(value)) throw fail('SECRET_DATA_PLACEHOLDER', { place });
  return value;
}

function decodeBase64(value: string, place: string): Buffer {
  if (value.includes('-----BEGIN ')) throw fail('SECRET_DATA_IS_PEM', { place });
  const digits = value.replace(/[\r\n]/g, '');
  const problem = base64Problem(digits);
  if (problem !== null) throw fail('SECRET_DATA_NOT_BASE64', { place, problem });
  return Buffer.from(digits, 'base64');
}

/** Buffer.from skips whatever is no base64, and so would turn a damaged value into other bytes without a word. */
function base64Problem(digits: string): string | null {
  if (/[ \t]/.test(digits)) return 'has blanks in it, as a text folded by YAML has';
  if (/[-_]/.test(digits)) return 'has "-" or "_" in it, as the URL alphabet has';
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) return 'has characters of no base64 alphabet in it';
  return digits.length % 4 === 0 ? null : 'has lost characters, its length is no multiple of 4';
}
