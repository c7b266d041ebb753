import type { RawSecret, SecretSource } from './raw-secret.ts';
import { readFilePair } from './read-file.ts';
import { readFolder } from './read-folder.ts';
import { findSecret, readManifestFile } from './secrets-dir.ts';

export type { RawSecret, SecretSource } from './raw-secret.ts';

/**
 * Reads the certificate and the key of a source, both from the same state of a mounted Secret. Whether they are any
 * good is for `checkSecret` to say.
 *
 * @throws MockError E40007 where the secret cannot be found, read or taken out of its manifest
 */
export async function readSecret(source: SecretSource): Promise<RawSecret> {
  switch (source.kind) {
    case 'secret': {
      const found = await findSecret(source.secretsDir, source.name);
      return found.kind === 'folder' ? readFolder(found.path) : readManifestFile(found.file, source.name);
    }
    case 'folder':
      return readFolder(source.path);
    case 'manifest':
      return readManifestFile(source.file, null);
    case 'files':
      return readFilePair(source.certFile, source.keyFile);
    case 'inline':
      return {
        cert: Buffer.from(source.certPem),
        key: Buffer.from(source.keyPem),
        origin: 'the given pair',
        certPlace: 'the given certificate',
        keyPlace: 'the given key',
      };
  }
}

const MANIFEST = /\.(ya?ml|json)$/i;

/**
 * Turns what stands after `certs check` into a source: a folder, a manifest (by its ending), or a certificate and
 * its key. Nothing is looked at on disk.
 *
 * @returns null where the paths are none of these
 */
export function sourceFromPaths(paths: readonly string[]): SecretSource | null {
  const [first, second] = paths;
  if (first === undefined || paths.length > 2) return null;
  if (second !== undefined) return { kind: 'files', certFile: first, keyFile: second };
  return MANIFEST.test(first) ? { kind: 'manifest', file: first } : { kind: 'folder', path: first };
}
