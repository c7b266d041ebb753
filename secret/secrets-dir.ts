import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { joinWords, quoteShort } from './entry-names.ts';
import { fail } from './errors.ts';
import { readManifest } from './manifest.ts';
import type { RawSecret } from './raw-secret.ts';
import { explainReadError, isMissing, MAX_SECRET_BYTES, readBounded } from './read-file.ts';

export const MANIFEST_ENDINGS = ['.yaml', '.yml', '.json'] as const;

/** base64 makes 4 of 3, kubectl keeps a second copy in an annotation, and people write comments. */
export const MAX_MANIFEST_BYTES = 4 * MAX_SECRET_BYTES;

/** Names of Kubernetes Secrets are DNS subdomains (RFC 1123 section 2.1), which leaves no way out of the folder. */
const SECRET_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Finds `sslSecret=name` in the folder of secrets.
 *
 * @throws MockError E40007 where the name is none, or nothing, or more than one thing, goes by it
 */
export async function findSecret(
  dir: string,
  name: string,
): Promise<{ kind: 'folder'; path: string } | { kind: 'manifest'; file: string }> {
  if (!SECRET_NAME.test(name)) throw fail('SECRET_NAME_INVALID', { name: quoteShort(name) });
  if ((await kindOf(dir)) !== 'folder') throw fail('SECRET_DIR_NOT_FOUND', { dir, name });

  const manifests: string[] = [];
  for (const ending of MANIFEST_ENDINGS)
    if ((await kindOf(join(dir, name + ending))) !== null) manifests.push(name + ending);
  const hasFolder = (await kindOf(join(dir, name))) === 'folder';

  const found = hasFolder ? [`${name}/`, ...manifests] : manifests;
  if (found.length > 1) throw fail('SECRET_AMBIGUOUS', { name, dir, found: joinWords(found) });
  if (hasFolder) return { kind: 'folder', path: join(dir, name) };
  const [manifest] = manifests;
  if (manifest === undefined) throw fail('SECRET_NOT_FOUND', { name, dir: resolve(dir) });
  return { kind: 'manifest', file: join(dir, manifest) };
}

/**
 * Reads cert.pem and key.pem out of a manifest file.
 *
 * @param name which Secret is meant; null where the file may hold one only
 * @throws MockError E40007 where the file cannot be read or the Secret is not as azureml-fe needs it
 */
export async function readManifestFile(file: string, name: string | null): Promise<RawSecret> {
  const bytes = await readBounded(file, MAX_MANIFEST_BYTES);
  if (bytes === null) throw fail('SECRET_FILE_NOT_FOUND', { path: file });
  return readManifest(bytes, file, name);
}

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (isMissing(error)) return null;
    throw explainReadError(error, path);
  }
}
