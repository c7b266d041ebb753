import { fail } from '../errors.ts';
import { parseName } from '../names.ts';

/** HMAC algorithms by the names of RFC 8945 section 6, each with the name that Node gives its hash. */
export const TSIG_HASHES = {
  'hmac-sha256': 'sha256',
  'hmac-sha384': 'sha384',
  'hmac-sha512': 'sha512',
} as const;
export type TsigAlgorithm = keyof typeof TSIG_HASHES;

/** A secret that the sender of an update and the server share (RFC 8945). */
export interface TsigKey {
  /** In lower case, without the trailing dot. */
  name: string;
  algorithm: TsigAlgorithm;
  secret: Buffer;
}

const FORM = '[algorithm:]name:base64, as "nsupdate -y" takes it, or a key file, as "nsupdate -k" takes it';

/**
 * Reads a key as `nsupdate -y` takes it: `[hmac-sha256:]name:base64`. The secret never reaches an error.
 *
 * @returns null where the text does not have that form
 * @throws MockError DNS_BAD_UPDATE_KEY for an unknown algorithm, a name that is none or an empty secret
 */
export function parseTsigKey(text: string): TsigKey | null {
  const match = /^(?:([a-z0-9-]+):)?([^:\s]+):([A-Za-z0-9+/]+={0,2})$/i.exec(text.trim());
  if (match === null) return null;
  const [, algorithm = 'hmac-sha256', name = '', secret = ''] = match;
  return makeKey(name, algorithm, secret);
}

/**
 * Reads a key file of BIND (`tsig-keygen`): `key "name" { algorithm hmac-sha256; secret "base64"; };`
 *
 * @param file named in errors
 * @throws MockError DNS_BAD_UPDATE_KEY
 */
export function parseTsigKeyFile(text: string, file: string): TsigKey {
  const [, name, body = ''] = /\bkey\s+"?([^"\s{]+)"?\s*\{([^}]*)\}/.exec(text) ?? [];
  const [, algorithm] = /\balgorithm\s+"?([\w-]+)"?\s*;/.exec(body) ?? [];
  const [, secret] = /\bsecret\s+"?([A-Za-z0-9+/=]+)"?\s*;/.exec(body) ?? [];
  if (name === undefined || algorithm === undefined || secret === undefined)
    throw fail('DNS_BAD_UPDATE_KEY', {
      what: file,
      why: 'it has no key with an algorithm and a secret',
      form: FORM,
    });
  return makeKey(name, algorithm, secret);
}

/** Writes the key file that `parseTsigKeyFile` and `nsupdate -k` read. */
export function formatTsigKeyFile({ name, algorithm, secret }: TsigKey): string {
  return `key "${name}" {\n\talgorithm ${algorithm};\n\tsecret "${secret.toString('base64')}";\n};\n`;
}

function makeKey(name: string, algorithm: string, base64: string): TsigKey {
  const known = algorithm.toLowerCase().replace(/\.$/, '');
  if (!isTsigAlgorithm(known)) {
    const why = `its algorithm is none of ${Object.keys(TSIG_HASHES).join(', ')}`;
    throw fail('DNS_BAD_UPDATE_KEY', { what: name, why, form: FORM });
  }
  const secret = Buffer.from(base64, 'base64');
  if (secret.length === 0)
    throw fail('DNS_BAD_UPDATE_KEY', { what: name, why: 'its secret is empty', form: FORM });
  return { name: parseName(name), algorithm: known, secret };
}

export function isTsigAlgorithm(name: string): name is TsigAlgorithm {
  return Object.hasOwn(TSIG_HASHES, name);
}
