import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The Go module that is built, and the manifests that every cluster starts with. */
export const GO_MODULE = path.join(import.meta.dirname, 'go');
export const MANIFESTS = path.join(import.meta.dirname, 'manifests');

/** Where everything of the cluster is kept, outside of the checkout. */
export interface Folders {
  /** What was built, for these sources and this architecture. Kept between clusters. */
  build: string;
  /** State, logs and data of the one cluster that runs. `down` deletes it. */
  run: string;
  /** The parent of the cgroups of all pods, in each hierarchy; another one for each run folder. */
  cgroup: string;
  /** The name by which clients find the cluster. */
  kubeconfig: string;
}

/**
 * The folders of the cluster of this person: below XDG_CACHE_HOME, or ~/.cache (XDG Base Directory Specification).
 *
 * @param env the environment of the command
 */
export function findFolders(env: NodeJS.ProcessEnv = process.env): Folders {
  const { XDG_CACHE_HOME: named = '' } = env;
  // The specification: a path that is not absolute is to be ignored.
  const cache = path.isAbsolute(named) ? named : path.join(env.HOME ?? os.homedir(), '.cache');
  const root = path.join(cache, 'azureml-fe-mock', 'cluster');
  const run = path.join(root, 'run');
  return {
    build: path.join(root, `build-${hashOfSources()}-${process.arch}`),
    run,
    cgroup: `azureml-fe-mock-cluster-${createHash('sha256').update(run).digest('hex').slice(0, 8)}`,
    kubeconfig: path.join(run, 'kubeconfig'),
  };
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(GO_MODULE, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.(go|mod|sum)$/.test(file)) hash.update(file).update(readFileSync(path.join(GO_MODULE, file)));
  return hash.digest('hex').slice(0, 12);
}
