import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { leftCgroups, removeCgroups } from './cgroups.ts';
import { ClusterError } from './cluster-error.ts';
import type { Folders } from './folders.ts';
import { processesNaming, signal } from './processes.ts';
import { namespaceOf, readState } from './state.ts';
import { waitFor } from './wait.ts';

/**
 * Ends every program of the cluster and removes what it wrote. Its mounts, interfaces and rules end with its
 * namespaces; its cgroups and its folder are removed here. The cache stays.
 *
 * @returns whether there was a cluster
 * @throws ClusterError CLUSTER_LEFTOVERS with what would not go
 */
export async function down(folders: Folders): Promise<boolean> {
  const { run, cgroup } = folders;
  const state = await readState(run);
  const wasThere = existsSync(run);
  if (state !== null) {
    if (state.relay !== null) signal(state.relay, 'SIGTERM');
    namespaceOf(state).end();
  }
  // The kernel ends the processes of a PID namespace one after the other.
  await waitFor('the end of the programs', 30, async () =>
    processesNaming(run).length === 0 ? true : null,
  ).catch(() => undefined);
  await removeCgroups(cgroup);
  await rm(run, { recursive: true, force: true, maxRetries: 5 });
  const left = findLeftovers(folders);
  if (left.length > 0)
    throw new ClusterError(
      'CLUSTER_LEFTOVERS',
      `left over: ${left.join(', ')}`,
      'run it again; then look at them by hand',
    );
  return wasThere;
}

/** What is left of a cluster outside of its namespaces. */
export function findLeftovers({ run, cgroup }: Folders): string[] {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ').slice(1, 2))
    .filter((folder) => folder.startsWith(`${run}/`));
  return [
    ...processesNaming(run).map((pid) => `process ${pid}`),
    ...mounts.map((folder) => `mount ${folder}`),
    ...leftCgroups(cgroup).map((folder) => `cgroup ${folder}`),
    ...(existsSync(run) ? [`folder ${run}`] : []),
  ];
}
