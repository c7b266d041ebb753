import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { MockError } from '../../common/errors.ts';
import type { RawSecret } from '../../secret/source.ts';
import { skipFileWithout } from '../support/tools.ts';

// Files of this room mint with openssl before their first test.
skipFileWithout(t, 'openssl');

/** Runs the real openssl in a folder; returns what it prints. */
export function openssl(folder: string, ...args: string[]): Buffer {
  return execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What stands behind `-newkey`, as a person types it. */
const NEW_KEY = {
  rsa: ['-newkey', 'rsa:2048'],
  ec: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
} as const;

export interface Minted {
  cert: string;
  key: string;
}

export interface Mint {
  /** Names the files: `NAME.pem` and `NAME.key`. */
  name: string;
  /** `/CN=…`; default after the name. */
  subject?: string;
  /** Who signs; self-signed otherwise. */
  issuer?: string;
  newKey?: readonly string[];
  days?: number;
  extensions: string[];
}

/** Issues one certificate with `openssl req -x509`, without any setting of the machine's own openssl.cnf. */
export function mint(folder: string, { name, subject, issuer, newKey, days, extensions }: Mint): Minted {
  const config = join(folder, 'empty.cnf');
  writeFileSync(config, '[req]\ndistinguished_name=dn\n[dn]\n');
  openssl(
    folder,
    ...['req', '-x509', '-config', config, '-nodes', ...(newKey ?? NEW_KEY.ec)],
    ...['-subj', subject ?? `/CN=${name}`, '-days', String(days ?? 365)],
    ...['-out', `${name}.pem`, '-keyout', `${name}.key`],
    ...(issuer === undefined ? [] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`]),
    ...extensions.flatMap((extension) => ['-addext', extension]),
  );
  return {
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
  };
}

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
const SERVER = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth'];

export interface Pki {
  folder: string;
  root: Minted;
  intermediate: Minted;
  /** RSA-2048, for www.contoso.com and *.ml.contoso.com. */
  leaf: Minted;
  /** Leaf, intermediate, root. */
  chain: string;
}

/** A root, an intermediate and a leaf under it, with their files in a new folder `pki`. */
export function mintPki(parent: string): Pki {
  const folder = join(parent, 'pki');
  mkdirSync(folder);
  const root = mint(folder, { name: 'root', extensions: CA, days: 3650 });
  const intermediate = mint(folder, { name: 'intermediate', issuer: 'root', extensions: CA, days: 1825 });
  const leaf = mint(folder, {
    name: 'leaf',
    subject: '/CN=www.contoso.com',
    issuer: 'intermediate',
    newKey: NEW_KEY.rsa,
    extensions: [...SERVER, 'subjectAltName=DNS:www.contoso.com,DNS:*.ml.contoso.com,IP:10.0.0.1,IP:::1'],
  });
  return { folder, root, intermediate, leaf, chain: leaf.cert + intermediate.cert + root.cert };
}

/** Another leaf of the same intermediate, EC P-256, quick to make. */
export function mintLeaf(pki: Pki, name: string, more: Partial<Mint> & { san?: string } = {}): Minted {
  const { san = 'DNS:www.contoso.com', ...rest } = more;
  return mint(pki.folder, {
    name,
    issuer: 'intermediate',
    extensions: [...SERVER, `subjectAltName=${san}`],
    ...rest,
  });
}

/** A secret as `readSecret` would hand it over. */
export function raw(cert: string | Buffer, key: string | Buffer): RawSecret {
  return {
    cert: Buffer.from(cert),
    key: Buffer.from(key),
    origin: 'the secret',
    certPlace: 'cert.pem',
    keyPlace: 'key.pem',
  };
}

/**
 * The refusal that an attempt ends with, after a look that it is Azure's E40007, has all its values filled in, and
 * that no line of `secretText` got into any of its texts.
 */
export async function refusalOf(attempt: () => unknown, ...secretTexts: string[]): Promise<MockError> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    requireHonest(error, secretTexts);
    return error;
  }
  throw new Error('It was accepted.');
}

function requireHonest(error: MockError, secretTexts: readonly string[]): void {
  const texts = `${error.message}\n${error.remedy}`;
  if (error.code !== 'E40007' || error.azureName !== 'INVALID_SSL_SETTING' || error.status !== 422)
    throw new Error(`${error.reason} is not E40007 INVALID_SSL_SETTING with status 422.`);
  if (/\{\w+\}|undefined/.test(texts)) throw new Error(`A value is missing in: ${texts}`);
  const everything = `${texts}\n${JSON.stringify(error)}\n${String(error.cause)}\n${error.stack}`;
  for (const line of secretTexts.flatMap((text) => text.split('\n')))
    if (line.length > 16 && !line.startsWith('-----') && everything.includes(line.slice(0, 16)))
      throw new Error(`${error.reason} shows a part of the key.`);
}
