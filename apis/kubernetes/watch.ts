import { ApiError, badRequest, invalid } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import type { JsonObject } from './json.ts';
import { apiVersionOf } from './kinds.ts';
import type { Representation } from './negotiate.ts';
import type { StoreEvent } from './object-store.ts';
import { type IncludeObject, metadataOf, shown, tableOf, type Viewer } from './present.ts';
import { selectorOf, wholeNumber } from './reads.ts';
import type { ResourceTarget } from './request-target.ts';

/** One watch: what it sends, as JSON values, one a line. */
export interface Watch {
  /** The events to start with. */
  first: JsonObject[];
  /** Calls `send` for each later event. @returns a function that ends the watch */
  follow(send: (event: JsonObject) => void): () => void;
}

/**
 * Opens a watch: from now, from a resource version, or with all objects first (`sendInitialEvents`, which ends with a
 * bookmark).
 * @throws ApiError 400; an expired version is an event of the watch, as it is in Kubernetes
 */
export function openWatch(
  cluster: Cluster,
  target: ResourceTarget,
  query: URLSearchParams,
  representation: Representation,
  viewer: () => Viewer,
): Watch {
  const { kind, namespace } = target;
  const selects = selectorOf(target, query);
  const include = readInclude(query);
  let columnsSent = false;
  const write = (type: string, object: JsonObject): JsonObject => {
    const seen = viewer();
    if (representation.as === 'table') {
      const table = tableOf(
        kind,
        [object],
        { resourceVersion: versionOf(object) },
        include,
        seen,
        !columnsSent,
      );
      columnsSent = true;
      return { type, object: table };
    }
    const visible = { ...shown(kind, object, seen), kind: kind.kind, apiVersion: apiVersionOf(kind) };
    return { type, object: representation.as === 'metadata' ? metadataOf(visible) : visible };
  };
  const inScope = (object: JsonObject): boolean =>
    (namespace === '' || (object.metadata as JsonObject).namespace === namespace) && selects(object);
  const translate = (event: StoreEvent): JsonObject[] => {
    const [was, is] = [event.before !== null && inScope(event.before), inScope(event.object)];
    if (event.type === 'DELETED') return was ? [write('DELETED', event.object)] : [];
    if (is) return [write(was ? 'MODIFIED' : 'ADDED', event.object)];
    return was ? [write('DELETED', event.object)] : [];
  };
  return {
    first: firstEvents(cluster, target, query, write, translate, inScope),
    follow: (send) =>
      cluster.store.subscribe((event) => {
        if (event.shelf === kind.shelf) for (const one of translate(event)) send(one);
      }),
  };
}

function firstEvents(
  cluster: Cluster,
  { kind, namespace }: ResourceTarget,
  query: URLSearchParams,
  write: (type: string, object: JsonObject) => JsonObject,
  translate: (event: StoreEvent) => JsonObject[],
  inScope: (object: JsonObject) => boolean,
): JsonObject[] {
  const initial = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (initial !== null && match !== 'NotOlderThan') {
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      {
        reason: 'FieldValueForbidden',
        message: 'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
        field: 'resourceVersionMatch',
      },
    ]);
  }
  const version = wholeNumber(query, 'resourceVersion');
  const added = (): JsonObject[] =>
    cluster.store
      .list(kind, namespace)
      .filter(inScope)
      .map((object) => write('ADDED', object));
  if (initial === 'true') {
    return [
      ...added(),
      ...(query.get('allowWatchBookmarks') === 'true'
        ? [bookmark(cluster, apiVersionOf(kind), kind.kind)]
        : []),
    ];
  }
  if (version === 0) return initial === 'false' ? [] : added();
  try {
    return cluster.store.since(kind, version).flatMap(translate);
  } catch (error) {
    if (error instanceof ApiError) return [{ type: 'ERROR', object: error.toStatus() }];
    throw error;
  }
}

/** The end of the initial events. */
function bookmark(cluster: Cluster, apiVersion: string, kind: string): JsonObject {
  return {
    type: 'BOOKMARK',
    object: {
      kind,
      apiVersion,
      metadata: {
        resourceVersion: String(cluster.store.version),
        creationTimestamp: null,
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    },
  };
}

function versionOf(object: JsonObject): string {
  const version = (object.metadata as JsonObject).resourceVersion;
  return typeof version === 'string' ? version : '';
}

/** How much of an object a row of a Table carries. @throws ApiError 400 */
export function readInclude(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') ?? '';
  if (value === '' || value === 'Metadata') return 'Metadata';
  if (value === 'None' || value === 'Object') return value;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(value)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}
