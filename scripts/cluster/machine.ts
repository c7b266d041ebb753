import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { cgroupFolders } from './cgroups.ts';
import { CNI_FOLDERS, CNI_PLUGINS, type Machine, NAMESPACES, PROBES, PROGRAMS } from './requirements.ts';

/** The environment of every program of the cluster: with the folders that only root's PATH has. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean).join(':'),
};

/** Looks at this machine, and tries in short-lived namespaces what the kernel allows. */
export function lookAtMachine(needsGo: boolean): Machine {
  const isLinuxRoot = process.platform === 'linux' && process.geteuid?.() === 0;
  const programs = new Set(Object.keys(PROGRAMS).filter(isOnPath));
  return {
    platform: process.platform,
    uid: process.geteuid?.() ?? null,
    programs,
    cniFolder: findCniFolder(),
    goVersion: needsGo ? findGoVersion() : null,
    needsGo,
    controllers: isLinuxRoot ? findControllers() : new Set(),
    refused: isLinuxRoot && programs.has('unshare') ? findRefusals() : new Map(),
  };
}

/** The folder that has all CNI plugins of the node. */
export function findCniFolder(): string | null {
  const hasAll = (folder: string) => CNI_PLUGINS.every((plugin) => existsSync(path.join(folder, plugin)));
  return CNI_FOLDERS.find(hasAll) ?? null;
}

function isOnPath(program: string): boolean {
  return (ENVIRONMENT.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function findGoVersion(): string | null {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: ENVIRONMENT });
  return /^go(\S+)/.exec(stdout ?? '')?.[1] ?? null;
}

function findControllers(): Set<string> {
  const found = new Set<string>();
  for (const { controllers, folder } of cgroupFolders()) {
    const probe = path.join(folder, `azureml-fe-mock-probe-${process.pid}`);
    try {
      mkdirSync(probe);
      // In cgroup v2 a controller that the parent does not hand on has no files in the child.
      const files = readdirSync(probe);
      for (const controller of controllers)
        if (controllers.length === 1 || files.some((file) => file.startsWith(`${controller}.`)))
          found.add(controller);
      rmdirSync(probe);
    } catch {
      // Not writable: none of its controllers is found.
    }
  }
  return found;
}

function findRefusals(): Map<string, string> {
  const refused = new Map<string, string>();
  for (const { name, script } of PROBES) {
    const { status, stderr, error } = spawnSync('unshare', [...NAMESPACES, 'sh', '-c', script], {
      encoding: 'utf8',
      env: ENVIRONMENT,
      timeout: 20_000,
    });
    if (status !== 0)
      refused.set(name, (stderr || error?.message || `status ${status}`).trim().slice(0, 300));
  }
  return refused;
}
