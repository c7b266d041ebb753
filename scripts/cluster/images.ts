import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A name without a registry in front would get Docker Hub's. */
export const PAUSE_IMAGE = 'localhost/pause:1';
export const COREDNS_IMAGE = 'localhost/coredns:1';

/** Node's name of an architecture and that of images. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  ppc64: 'ppc64le',
  s390x: 's390x',
};

/**
 * Writes an image of one static binary, as `docker save` would: a layer, a configuration and a manifest in a tar.
 *
 * @param archive the file that comes out
 */
export async function writeImage(archive: string, tag: string, binary: string): Promise<void> {
  const folder = await mkdtemp(`${archive}-`);
  try {
    const name = path.basename(binary);
    const root = path.join(folder, 'root');
    await mkdir(root);
    await copyFile(binary, path.join(root, name));
    const layer = path.join(folder, 'layer.tar');
    await tar(layer, root, [name]);
    const digest = createHash('sha256')
      .update(await readFile(layer))
      .digest('hex');
    const config = {
      architecture: ARCHITECTURES[process.arch] ?? process.arch,
      os: 'linux',
      config: { Entrypoint: [`/${name}`] },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
      history: [{ created_by: tag }],
    };
    const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }];
    await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
    await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    await tar(archive, folder, ['manifest.json', 'config.json', 'layer.tar']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same bytes for the same files. */
async function tar(archive: string, folder: string, names: readonly string[]): Promise<void> {
  const fixed = [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mtime=@0',
    '--mode=a+rX,u+w,go-w',
  ];
  await run('tar', ['-cf', archive, ...fixed, '-C', folder, ...names]);
}
