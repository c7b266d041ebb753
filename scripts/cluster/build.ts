import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ClusterError } from './cluster-error.ts';
import { GO_MODULE } from './folders.ts';
import { COREDNS_IMAGE, PAUSE_IMAGE, writeImage } from './images.ts';
import { ENVIRONMENT } from './machine.ts';

const run = promisify(execFile);

/** The programs of Kubernetes, each a name of the one binary. */
export const KUBERNETES_PROGRAMS = [
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubelet',
] as const;

const MOST_MS = 30 * 60_000;

/** Whether what `build` makes is in its folder. */
export function isBuilt(folder: string): boolean {
  return existsSync(folder);
}

/**
 * Builds Kubernetes, CoreDNS and the pause process with Go, and the images of the last two. The folder appears when
 * all of it is there.
 *
 * @throws ClusterError CLUSTER_BUILD with the last lines of the compiler
 */
export async function build(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-unfinished-`);
  try {
    await compile(unfinished);
    for (const program of KUBERNETES_PROGRAMS) await symlink('kubernetes', path.join(unfinished, program));
    await writeImage(path.join(unfinished, 'pause.tar'), PAUSE_IMAGE, path.join(unfinished, 'pause'));
    await writeImage(path.join(unfinished, 'coredns.tar'), COREDNS_IMAGE, path.join(unfinished, 'coredns'));
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function compile(folder: string): Promise<void> {
  const version = await kubernetesVersion();
  const [major, minor] = version.slice(1).split('.');
  const set = (name: string, value = '') => `-X k8s.io/component-base/version.${name}=${value}`;
  const flags = ['-s', '-w', set('gitVersion', version), set('gitMajor', major), set('gitMinor', minor)].join(
    ' ',
  );
  const args = ['build', '-trimpath', '-buildvcs=false', '-ldflags', flags, '-o', `${folder}/`, './...'];
  const env = { ...ENVIRONMENT, CGO_ENABLED: '0' };
  try {
    await run('go', args, { cwd: GO_MODULE, env, timeout: MOST_MS, maxBuffer: 2 ** 26 });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    throw new ClusterError(
      'CLUSTER_BUILD',
      `Kubernetes ${version} could not be built: ${(stderr || message).trim().split('\n').slice(-8).join('\n')}`,
      'the modules come from GOPROXY (go env GOPROXY); look whether it can be reached, and run it again',
    );
  }
}

/** The version that go.mod requires, such as `v1.34.4`. */
export async function kubernetesVersion(): Promise<string> {
  const text = await readFile(path.join(GO_MODULE, 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes (v\d+\.\d+\.\d+)$/m.exec(text)?.[1];
  if (version === undefined) throw new Error('go.mod names no version of k8s.io/kubernetes.');
  return version;
}
