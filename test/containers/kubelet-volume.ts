import { chmod, mkdtemp, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts new bytes into the folder that a Secret is mounted from, the way of the kubelet (`AtomicWriter` in
 * kubernetes/kubernetes, `pkg/volume/util`): they are written into a folder with a timestamp for a name, `..data_tmp`
 * is pointed at it and renamed over `..data`, and the old folder is removed. `cert.pem` stays the link to
 * `..data/cert.pem` that it was from the first time on.
 *
 * @param volume an existing folder
 * @param files name and text of each key of the Secret; the same names each time
 */
export async function writeLikeKubelet(volume: string, files: Record<string, string>): Promise<void> {
  const old = await readlink(path.join(volume, '..data')).catch(() => null);
  const made = await mkdtemp(path.join(volume, '..2026_11_24_18_30_00.'));
  await chmod(made, 0o755);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(made, name), text, { mode: 0o644 });
  }
  await symlink(path.basename(made), path.join(volume, '..data_tmp'));
  await rename(path.join(volume, '..data_tmp'), path.join(volume, '..data'));
  if (old !== null) {
    await rm(path.join(volume, old), { recursive: true });
    return;
  }
  for (const name of Object.keys(files)) await symlink(path.join('..data', name), path.join(volume, name));
}
