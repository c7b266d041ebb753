import { LineCounter, parseAllDocuments } from 'yaml';
import { joinWords, nameEntries, quoteShort, usesTlsNames } from './entry-names.ts';
import { fail } from './errors.ts';
import { decodeEntry } from './manifest-entry.ts';
import type { RawSecret } from './raw-secret.ts';
import { isUtf16 } from './recognise.ts';

type Fields = Record<string, unknown>;

const NAMESPACE = 'azureml';

/**
 * Takes cert.pem and key.pem out of a Secret manifest, YAML or JSON, as the API server would on `kubectl apply`
 * (article, "Configure sslSecret"). Other documents beside the Secret are passed over, and a `v1` List is opened.
 *
 * @param path names the file in messages
 * @param name which Secret is meant; null where the file may hold one only
 * @throws MockError E40007 where no such Secret is there, or not of the namespace, type and entries needed
 */
export function readManifest(bytes: Buffer, path: string, name: string | null): RawSecret {
  if (isUtf16(bytes)) throw fail('SECRET_IS_UTF16', { place: path });
  const secret = chooseSecret(parseObjects(bytes.toString('utf8'), path), path, name);
  const secretName = name ?? nameOf(secret);
  const origin = `the Secret "${quoteShort(secretName)}" in ${path}`;

  // The API server takes a Secret without a type for Opaque.
  const type = secret.type ?? 'Opaque';
  if (type !== 'Opaque')
    throw fail('SECRET_WRONG_TYPE', { origin, type: quoteShort(String(type)), name: quoteShort(secretName) });

  const placeOf = (entry: string): string => `${entry} of ${origin}`;
  return {
    cert: requireEntry(secret, 'cert.pem', placeOf('cert.pem'), origin),
    key: requireEntry(secret, 'key.pem', placeOf('key.pem'), origin),
    origin,
    certPlace: placeOf('cert.pem'),
    keyPlace: placeOf('key.pem'),
  };
}

/** Every Kubernetes object in the text. */
function parseObjects(text: string, path: string): Fields[] {
  const lines = new LineCounter();
  // The library's own messages quote the text, in which a key may stand: only code and position are used.
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'error', lineCounter: lines });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      const problem = error.code.toLowerCase().replaceAll('_', ' ');
      throw fail('SECRET_MANIFEST_BROKEN', { path, problem, line, column: col });
    }
    return openList(toPlain(document, path));
  });
}

function toPlain(document: { toJS(options: { maxAliasCount: number }): unknown }, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw fail('SECRET_MANIFEST_BROKEN', {
      path,
      problem: 'an alias that leads nowhere or to too much',
      line: 1,
      column: 1,
    });
  }
}

function openList(value: unknown): Fields[] {
  if (!isFields(value)) return [];
  return value.kind === 'List' && Array.isArray(value.items) ? value.items.filter(isFields) : [value];
}

function chooseSecret(objects: readonly Fields[], path: string, name: string | null): Fields {
  const secrets = objects.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Secret');
  if (secrets.length === 0)
    throw fail('SECRET_MANIFEST_KIND', { path, found: list(objects.map(describeKind)) });

  const named = name === null ? secrets : secrets.filter((secret) => nameOf(secret) === name);
  const [first] = named;
  if (first === undefined)
    throw fail('SECRET_MANIFEST_NAME', { path, name: name ?? '', found: list(secrets.map(quoteName)) });

  const [chosen, ...others] = named.filter((secret) => namespaceOf(secret) === NAMESPACE);
  if (chosen === undefined) throw explainNamespace(first, path);
  if (others.length > 0)
    throw fail('SECRET_MANIFEST_SEVERAL', { path, found: list([chosen, ...others].map(quoteName)) });
  return chosen;
}

function explainNamespace(secret: Fields, path: string): unknown {
  const origin = `The Secret ${quoteName(secret)} in ${path}`;
  const namespace = namespaceOf(secret);
  return namespace === null
    ? fail('SECRET_NAMESPACE_MISSING', { origin })
    : fail('SECRET_WRONG_NAMESPACE', { origin, namespace: quoteShort(namespace) });
}

function requireEntry(secret: Fields, entry: string, place: string, origin: string): Buffer {
  const bytes = decodeEntry(secret, entry, place);
  if (bytes !== null) return bytes;
  const names = [secret.data, secret.stringData].flatMap((part) => (isFields(part) ? Object.keys(part) : []));
  const name = quoteShort(nameOf(secret));
  if (usesTlsNames(names)) throw fail('SECRET_TLS_NAMES', { origin, name });
  throw fail('SECRET_ENTRY_MISSING', { origin, entry, found: nameEntries(names), name });
}

function metadataText(secret: Fields, field: 'name' | 'namespace'): string | null {
  const value = isFields(secret.metadata) ? secret.metadata[field] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
}

const nameOf = (secret: Fields): string => metadataText(secret, 'name') ?? '';
const namespaceOf = (secret: Fields): string | null => metadataText(secret, 'namespace');
const quoteName = (secret: Fields): string => `"${quoteShort(nameOf(secret))}"`;
const list = (words: string[]): string => (words.length === 0 ? 'no object' : joinWords(words.slice(0, 8)));

function describeKind({ apiVersion, kind }: Fields): string {
  const word = (value: unknown): string => (typeof value === 'string' ? quoteShort(value) : 'none');
  return `kind ${word(kind)} of apiVersion ${word(apiVersion)}`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
