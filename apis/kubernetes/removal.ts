import { forbidden, notFound, preconditionFailed } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { type JsonObject, numberAt, objectAt, textAt } from './json.ts';
import type { DeleteOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';

/** DELETE on an object. @returns the object, or null where the answer is a `Status` without it. @throws ApiError */
export function remove(
  cluster: Cluster,
  target: ResourceTarget,
  options: DeleteOptions,
  time: string,
): JsonObject {
  const { kind, namespace, name } = target;
  const live = cluster.store.get(kind, namespace, name);
  if (live === undefined) throw notFound(kind, name);
  const uid = textAt(live, 'metadata', 'uid');
  if (options.uid !== null && options.uid !== uid) {
    throw preconditionFailed(
      kind,
      name,
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  const version = textAt(live, 'metadata', 'resourceVersion');
  if (options.resourceVersion !== null && options.resourceVersion !== version) {
    throw preconditionFailed(
      kind,
      name,
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${version}). The object might have been modified`,
    );
  }
  if (kind.kind === 'Namespace' && ['default', 'kube-system', 'kube-public'].includes(name)) {
    throw forbidden(kind, name, 'this namespace may not be deleted');
  }
  if (!options.dryRun) removeWithDependents(cluster, target, live, options.propagation);
  const metadata = {
    ...objectAt(live, 'metadata'),
    deletionTimestamp: time,
    ...(kind.kind === 'Pod' ? gracePeriod(live, options) : {}),
  };
  return kind.kind === 'Namespace'
    ? { ...live, metadata, status: { phase: 'Terminating' } }
    : { ...live, metadata };
}

/** A pod is given time to end; deleting counts as a change of it. */
function gracePeriod(pod: JsonObject, options: DeleteOptions): JsonObject {
  return {
    deletionGracePeriodSeconds:
      options.gracePeriod ?? numberAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30,
    generation: (numberAt(pod, 'metadata', 'generation') ?? 1) + 1,
  };
}

/** The object, and all that is in the namespace or that it owns. */
function removeWithDependents(
  cluster: Cluster,
  { kind, namespace, name }: ResourceTarget,
  live: JsonObject,
  propagation: DeleteOptions['propagation'],
): void {
  cluster.store.remove(kind, namespace, name);
  if (kind.kind === 'Namespace') cluster.emptyNamespace(name);
  else if (propagation !== 'Orphan') cluster.removeDependents(textAt(live, 'metadata', 'uid'));
}
