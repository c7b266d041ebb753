import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Hierarchy } from '../pki/hierarchy.ts';
import type { KeyPair } from '../pki/key-pair.ts';
import { type Minted, mint } from '../pki/mint.ts';
import { readPem, toPem } from '../pki/pem.ts';
import { toPkcs7, toPkcs10, toPkcs12 } from '../pki/pkcs.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';

/**
 * The content of a file as people put it where certificate and key belong: text in which `{chain}`, `{key}` and their
 * like stand for PEM, or the bytes that such a text is encoded in. `{chain as base64}` is the PEM after a treatment.
 */
export type FileContent =
  | string
  /** `der`: the body of the text's first PEM block. `utf-16`: with a byte order mark, as PowerShell writes it. */
  | { text: string; encoding: 'der' | 'utf-16' };

/** What the names in braces are made from. */
interface Made {
  minted: Minted;
  /** The pair of the leaf, and one of another certificate. */
  own: KeyPair;
  other: KeyPair;
  name: string;
}

const TEXTS: Readonly<Record<string, (made: Made) => string>> = {
  /** All that is served: what belongs into cert.pem. */
  chain: ({ minted }) => minted.certPem,
  leaf: ({ minted }) => minted.leafPem,
  /** What belongs into key.pem. */
  key: ({ minted }) => minted.keyPem,
  'other-key': ({ other }) => other.privatePem,
  'public-key': ({ minted }) =>
    createPublicKey(minted.keyPem).export({ type: 'spki', format: 'pem' }).toString(),
  'encrypted-key': ({ minted }) =>
    createPrivateKey(minted.keyPem)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'contoso' })
      .toString(),
  'ed25519-key': () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  request: ({ own, name }) => toPem('CERTIFICATE REQUEST', toPkcs10(own, name, [`DNS:${name}`])),
  pkcs7: ({ minted }) => toPem('PKCS7', toPkcs7(derOf(minted.certPem))),
  /** Never PEM in life; for `encoding: 'der'`. */
  pkcs12: ({ minted }) =>
    toPem('PKCS12', toPkcs12(Buffer.concat(derOf(minted.keyPem)), derOf(minted.certPem))),
};

const derOf = (pem: string): Buffer[] => readPem(pem).map(({ der }) => der);
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const IN_YAML = '\n    ';

const TREATMENTS: Readonly<Record<string, (text: string) => string>> = {
  base64,
  /** As `base64` breaks its lines, each below a YAML key. */
  'base64-lines': (text) => base64(text).replace(/.{76}/g, `$&${IN_YAML}`),
  /** As a YAML block takes it after "|". */
  indented: (text) => text.trimEnd().replaceAll('\n', IN_YAML),
  'one-line': (text) => text.trimEnd().replaceAll('\n', ' '),
  'line-lost': (text) => text.split('\n').toSpliced(3, 1).join('\n'),
  half: (text) => text.slice(0, text.length / 2),
  'without-armour': (text) => text.replace(/^-----.*\n/gm, ''),
};

/** A writer of contents around one certificate. Nothing of it is kept: the next one mints anew. */
export async function secretWriter(
  hierarchy: Hierarchy,
  recipe: CertificateRecipe,
  name: string,
): Promise<(content: FileContent) => Buffer> {
  const minted = await mint(hierarchy, {
    ...recipe,
    leaf: { commonName: name, sans: [`DNS:${name}`], ...recipe.leaf },
  });
  const { keys, keyType } = hierarchy;
  const [own, other] = await Promise.all([keys.pair(keyType, 'leaf'), keys.pair(keyType, 'other')]);
  return (content) => encode(content, { minted, own, other, name });
}

function encode(content: FileContent, made: Made): Buffer {
  if (typeof content === 'string') return Buffer.from(fill(content, made));
  const text = fill(content.text, made);
  if (content.encoding === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  const [block] = derOf(text);
  if (block === undefined) throw new Error('There is no PEM block to be taken out of its armour.');
  return block;
}

function fill(template: string, made: Made): string {
  return template.replace(
    /\{([a-z0-9-]+)(?: as ([a-z0-9-]+))?\}/g,
    (whole, name: string, treatment?: string) => {
      const text = TEXTS[name]?.(made);
      const treat = treatment === undefined ? (same: string) => same : TREATMENTS[treatment];
      if (text === undefined || treat === undefined) throw new Error(`Nothing is known as ${whole}.`);
      return treat(text);
    },
  );
}
