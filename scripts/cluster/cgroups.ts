import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A mounted hierarchy of cgroups. */
export interface Hierarchy {
  /** `cpu`, `memory`, …: one or a few in cgroup v1, all of them in v2. */
  controllers: string[];
  folder: string;
}

/** A line of /proc/self/mounts. */
export interface MountedHierarchy {
  folder: string;
  version: 1 | 2;
  /** Empty for version 2, where they stand in a file of the hierarchy. */
  controllers: string[];
}

/** Folder, type and options. */
const MOUNT = /^\S+ (\S+) (cgroup2?) (\S+) /;

/**
 * Reads the mounted hierarchies of controllers out of the text of /proc/self/mounts. A v2 hierarchy is given without
 * its controllers, which stand in a file of their own.
 */
export function readHierarchies(mounts: string): MountedHierarchy[] {
  return mounts.split('\n').flatMap((line): MountedHierarchy[] => {
    const [, folder, type, options = ''] = MOUNT.exec(line) ?? [];
    if (folder === undefined) return [];
    if (type === 'cgroup2') return [{ folder, version: 2, controllers: [] }];
    const controllers = options.split(',').filter((one) => /^[a-z_]+$/.test(one) && !MOUNT_FLAGS.has(one));
    return controllers.length === 0 ? [] : [{ folder, version: 1, controllers }];
  });
}

const MOUNT_FLAGS = new Set([
  'rw',
  'ro',
  'nosuid',
  'nodev',
  'noexec',
  'relatime',
  'noatime',
  'xattr',
  'clone_children',
]);

/** The hierarchies of this machine that have controllers. */
export function cgroupFolders(): Hierarchy[] {
  return readHierarchies(readFileSync('/proc/self/mounts', 'utf8')).flatMap(
    ({ folder, version, controllers }) => {
      const has = version === 1 ? controllers : controllersOf(folder);
      return has.length === 0 ? [] : [{ folder, controllers: has }];
    },
  );
}

function controllersOf(folder: string): string[] {
  const text = readFileSync(path.join(folder, 'cgroup.controllers'), 'utf8').trim();
  return text === '' ? [] : text.split(/\s+/);
}

/** Makes the cgroup below which kubelet puts the pods, in every hierarchy: it asks for those without controllers too. */
export function makeCgroups(name: string): void {
  for (const folder of mountedFolders()) mkdirSync(path.join(folder, name), { recursive: true });
}

/** Where a cgroup of the cluster is left. */
export function leftCgroups(name: string): string[] {
  return mountedFolders()
    .map((folder) => path.join(folder, name))
    .filter((folder) => existsSync(folder));
}

/** Every hierarchy, `name=systemd` and its like included. */
function mountedFolders(): string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return [...new Set(mounts.flatMap((line) => MOUNT.exec(line)?.slice(1, 2) ?? []))];
}

/**
 * Removes the cgroup and all below it. The kernel gives one free a moment after the last process in it ended.
 *
 * @returns those that would not go within 10 s
 */
export async function removeCgroups(name: string): Promise<string[]> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const left = leftCgroups(name);
    for (const folder of left) removeTree(folder);
    if (leftCgroups(name).length === 0 || Date.now() > deadline) return leftCgroups(name);
    await pause(100);
  }
}

function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeTree(path.join(folder, entry.name));
  try {
    rmdirSync(folder);
  } catch {
    // Busy for a moment yet; the caller tries again.
  }
}
