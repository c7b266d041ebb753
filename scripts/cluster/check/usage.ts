import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cgroupFolders } from '../cgroups.ts';
import type { Usage } from './step.ts';

/** Reads the counters of a container's cgroup, of version 1 or 2. @throws Error where it has none */
export function readUsage(cgroup: string, podUid: string, containerId: string): Usage {
  const read = (controller: string, ...files: string[]): string => {
    const folder = folderOf(cgroup, controller, podUid, containerId);
    const file = files.map((name) => path.join(folder, name)).find((name) => existsSync(name));
    return file === undefined ? '' : readFileSync(file, 'utf8');
  };
  const stat = read('cpu', 'cpu.stat');
  const field = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
  const isVersion2 = /^usage_usec /m.test(stat);
  return {
    cpuSeconds: isVersion2 ? field('usage_usec') / 1e6 : Number(read('cpuacct', 'cpuacct.usage')) / 1e9,
    throttled: field('nr_throttled'),
    throttledSeconds: isVersion2 ? field('throttled_usec') / 1e6 : field('throttled_time') / 1e9,
    periods: field('nr_periods'),
    peakMemoryBytes: Number(read('memory', 'memory.max_usage_in_bytes', 'memory.peak')),
  };
}

function folderOf(cgroup: string, controller: string, podUid: string, containerId: string): string {
  const hierarchy = cgroupFolders().find(({ controllers }) => controllers.includes(controller));
  const root = path.join(hierarchy?.folder ?? '', cgroup);
  const wanted = path.join(`pod${podUid}`, containerId);
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((folder) =>
    folder.endsWith(wanted),
  );
  if (found === undefined) throw new Error(`No cgroup of ${controller} for the container ${containerId}.`);
  return path.join(root, found);
}
