import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { SecretSource } from '../../secret/source.ts';

/**
 * Puts new bytes into the folder that a Secret is mounted from, the way of the kubelet (`AtomicWriter` in
 * kubernetes/kubernetes, `pkg/volume/util`): they are written into a folder with a timestamp for a name, `..data_tmp`
 * is pointed at it and renamed over `..data`, and the old folder is removed. `cert.pem` stays the link to
 * `..data/cert.pem` that it was from the first time on.
 *
 * @param volume an existing folder
 * @param files name and text of each key of the Secret; the same names each time
 */
export function writeLikeKubelet(volume: string, files: Record<string, string>): void {
  const old = currentState(volume);
  const made = mkdtempSync(path.join(volume, '..2026_11_24_18_30_00.'));
  chmodSync(made, 0o755);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(made, name), text);
  symlinkSync(path.basename(made), path.join(volume, '..data_tmp'));
  renameSync(path.join(volume, '..data_tmp'), path.join(volume, '..data'));
  if (old !== null) {
    rmSync(path.join(volume, old), { recursive: true });
    return;
  }
  for (const name of Object.keys(files)) symlinkSync(path.join('..data', name), path.join(volume, name));
}

function currentState(volume: string): string | null {
  try {
    return readlinkSync(path.join(volume, '..data'));
  } catch {
    return null;
  }
}

/** A mounted pair, PEM or any other text. */
export interface Pair {
  certPem: string;
  keyPem: string;
}

/** Mounts the Secret `tls` in a folder of secrets. `swap` renews it. */
export function mountSecret(
  secretsDir: string,
  first: Pair,
): { folder: string; source: SecretSource; swap(next: Pair): void } {
  const folder = path.join(secretsDir, 'tls');
  mkdirSync(folder, { recursive: true });
  const swap = ({ certPem, keyPem }: Pair): void =>
    writeLikeKubelet(folder, { 'cert.pem': certPem, 'key.pem': keyPem });
  swap(first);
  return { folder, source: { kind: 'secret', name: 'tls', secretsDir }, swap };
}
