import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { SharedSecret } from '../../apis/kubernetes/targets.ts';
import { readManifestFile } from '../../secret/secrets-dir.ts';

/** Bytes that all entries of one Secret may have: `MaxSecretSize` of Kubernetes. */
const MAX_DATA = 1024 * 1024;
/** Entries of the folder that are looked at: it may be any folder, such as the one that the command was started in. */
const MAX_ENTRIES = 500;
/** A folder is a Secret where it has one of these; `src` and `docs` are none. */
const MARKS = ['cert.pem', 'key.pem', 'tls.crt', 'tls.key'];

/**
 * The Secrets that a person keeps in files below `--secrets-dir`, as the cluster would list them. What cannot be read is left
 * out here: the look-up of `sslSecret` says what is wrong with it.
 */
export async function readOwnSecrets(dir: string, namespace: string): Promise<SharedSecret[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  const secrets: SharedSecret[] = [];
  for (const entry of entries.slice(0, MAX_ENTRIES)) {
    const file = path.join(dir, entry.name);
    const found = /\.ya?ml$/.test(entry.name) ? await readManifestAt(file) : await readFolderAt(file);
    if (found !== null) secrets.push({ namespace, type: 'Opaque', ...found });
  }
  return secrets;
}

type Found = Pick<SharedSecret, 'name' | 'data'> | null;

async function readFolderAt(folder: string): Promise<Found> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!MARKS.some((mark) => names.includes(mark))) return null;
  const data: SharedSecret['data'] = {};
  let total = 0;
  for (const name of names.filter((each) => !each.startsWith('..'))) {
    const file = path.join(folder, name);
    const size = (await stat(file).catch(() => null))?.size ?? 0;
    total += size;
    if (total > MAX_DATA) return null;
    const content = await readFile(file).catch(() => null);
    if (content !== null) data[name] = content;
  }
  return { name: path.basename(folder), data };
}

async function readManifestAt(file: string): Promise<Found> {
  const name = path.basename(file).replace(/\.ya?ml$/, '');
  try {
    const { cert, key } = await readManifestFile(file, name);
    return { name, data: { 'cert.pem': cert, 'key.pem': key } };
  } catch {
    return null;
  }
}
