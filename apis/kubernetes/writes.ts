import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  requiredValue,
} from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { withDefaults } from './defaults.ts';
import { type JsonObject, numberAt, objectAt, same, textAt } from './json.ts';
import { apiVersionOf, type Kind, kindNamed } from './kinds.ts';
import { applyConfiguration, type Manager, recordUpdate } from './ownership.ts';
import { jsonPatch, mergePatch, strategicMerge } from './patches.ts';
import type { PatchBody } from './read-body.ts';
import type { RequestOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';
import { component } from './schema.ts';
import {
  decoded,
  hasStatus,
  inNamespace,
  patched,
  registered,
  undeclared,
  withName,
  without,
  withoutStatus,
} from './shape.ts';
import { validate } from './validate.ts';

/** What a write came to. */
export interface Written {
  status: 200 | 201;
  object: JsonObject;
  /** What the client is warned of. */
  warnings: string[];
}

const NAMESPACES = kindNamed('v1', 'Namespace');
/** Kinds that a PUT may create. */
const CREATED_BY_PUT = new Set(['Service', 'Endpoints', 'Event']);

/** POST on a collection. @throws ApiError */
export function create(
  cluster: Cluster,
  target: ResourceTarget,
  body: JsonObject,
  options: RequestOptions,
): Written {
  const { kind } = target;
  const { object, warnings } = decoded(kind, body, options);
  const named = inNamespace(withName(object), target);
  if (
    objectAt(named, 'metadata').resourceVersion !== undefined &&
    textAt(named, 'metadata', 'resourceVersion') !== ''
  ) {
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  checkNamespace(cluster, kind, target.namespace);
  return { ...createObject(cluster, kind, withoutStatus(kind, named), options), warnings };
}

function createObject(cluster: Cluster, kind: Kind, object: JsonObject, options: RequestOptions): Written {
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
  const filled = cluster.fresh(kind, registered(kind, object), options.time);
  checkValid(kind, filled, null);
  if (cluster.store.get(kind, namespace, name) !== undefined) throw alreadyExists(kind, name);
  const owned = recordUpdate(null, filled, component(kind.schema), manager(kind, options, 'Update', ''));
  return { status: 201, object: options.dryRun ? owned : cluster.store.put(kind, owned), warnings: [] };
}

/** PUT on an object or its status. @throws ApiError */
export function update(
  cluster: Cluster,
  target: ResourceTarget,
  body: JsonObject,
  options: RequestOptions,
): Written {
  const { kind, namespace, name } = target;
  const { object, warnings } = decoded(kind, body, options);
  const placed = inNamespace(object, target);
  const given = textAt(placed, 'metadata', 'name');
  if (given !== name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  }
  const live = cluster.store.get(kind, namespace, name);
  if (live === undefined) {
    if (!CREATED_BY_PUT.has(kind.kind) || target.subresource !== '') throw notFound(kind, name);
    checkNamespace(cluster, kind, namespace);
    return { ...createObject(cluster, kind, withoutStatus(kind, placed), options), warnings };
  }
  return { ...replace(cluster, target, live, placed, options), warnings };
}

/** PATCH on an object or its status. @throws ApiError */
export function patch(
  cluster: Cluster,
  target: ResourceTarget,
  body: PatchBody,
  options: RequestOptions,
): Written {
  const { kind, namespace, name } = target;
  const live = cluster.store.get(kind, namespace, name);
  if (body.type === 'apply') return apply(cluster, target, live ?? null, body.value, options);
  if (live === undefined) throw notFound(kind, name);
  const type = component(kind.schema);
  const changed =
    body.type === 'json'
      ? jsonPatch(live, body.value)
      : body.type === 'merge'
        ? objectAt({ patched: mergePatch(live, body.value) }, 'patched')
        : strategicMerge(live, body.value, type);
  const { object, warnings } = patched(kind, changed, options);
  if (textAt(object, 'metadata', 'name') !== name) {
    throw badRequest(
      `the name of the object (${textAt(object, 'metadata', 'name')}) does not match the name on the URL (${name})`,
    );
  }
  return { ...replace(cluster, target, live, inNamespace(object, target), options), warnings };
}

/** PATCH with `application/apply-patch+yaml`: server-side apply. */
function apply(
  cluster: Cluster,
  target: ResourceTarget,
  live: JsonObject | null,
  body: JsonObject,
  options: RequestOptions,
): Written {
  const { kind, namespace, name } = target;
  if (!options.query.get('fieldManager')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
      requiredValue('fieldManager', 'is required for apply patch'),
    ]);
  }
  const { object, warnings } = decoded(kind, body, { ...options, fieldValidation: 'Warn' });
  if (warnings.length > 0) throw undeclared(kind, body, warnings);
  if (objectAt(object, 'metadata').managedFields !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const placed = inNamespace(
    {
      ...object,
      metadata: { ...objectAt(object, 'metadata'), name: textAt(object, 'metadata', 'name') || name },
    },
    target,
  );
  if (textAt(placed, 'metadata', 'name') !== name) {
    throw badRequest(
      `the name of the object (${textAt(placed, 'metadata', 'name')}) does not match the name on the URL (${name})`,
    );
  }
  if (live === null) checkNamespace(cluster, kind, namespace);
  const type = component(kind.schema);
  const configuration =
    kind.kind === 'Secret' ? withDefaults('Secret', placed, null, cluster.allocator) : placed;
  const wanted =
    objectAt(placed).type === undefined && kind.kind === 'Secret'
      ? without(configuration, 'type')
      : configuration;
  const applied = applyConfiguration(
    live,
    wanted,
    type,
    manager(kind, options, 'Apply', target.subresource),
    options.force,
  );
  if (live === null) {
    const filled = cluster.fresh(kind, applied, options.time);
    checkValid(kind, filled, null);
    return { status: 201, object: options.dryRun ? filled : cluster.store.put(kind, filled), warnings };
  }
  return { ...store(cluster, target, live, applied, options), warnings };
}

/** An update of an object that is there: the system's fields stay, the version is checked, ownership is recorded. */
function replace(
  cluster: Cluster,
  target: ResourceTarget,
  live: JsonObject,
  given: JsonObject,
  options: RequestOptions,
): Omit<Written, 'warnings'> {
  const { kind, name } = target;
  const version = textAt(given, 'metadata', 'resourceVersion');
  if (version !== '' && version !== textAt(live, 'metadata', 'resourceVersion')) {
    throw conflict(
      kind,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
  const uid = textAt(given, 'metadata', 'uid');
  const own = textAt(live, 'metadata', 'uid');
  if (uid !== '' && uid !== own) {
    throw conflict(
      kind,
      name,
      `StorageError: invalid object, Code: 4, Key: /registry/${kind.resource}/${textAt(live, 'metadata', 'namespace')}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${own}`,
    );
  }
  return store(cluster, target, live, given, options, manager(kind, options, 'Update', target.subresource));
}

function store(
  cluster: Cluster,
  target: ResourceTarget,
  live: JsonObject,
  given: JsonObject,
  options: RequestOptions,
  by?: Manager,
): Omit<Written, 'warnings'> {
  const { kind, subresource } = target;
  const split = hasStatus(kind)
    ? withStatusOf(subresource === 'status' ? given : live, subresource === 'status' ? live : given)
    : given;
  const filled = withDefaults(kind.kind, split, live, cluster.allocator);
  const placed = withSystemFields(kind, filled, live);
  checkValid(kind, placed, live);
  const owned = by === undefined ? placed : recordUpdate(live, placed, component(kind.schema), by);
  if (same(owned, live)) return { status: 200, object: live };
  return { status: 200, object: options.dryRun ? owned : cluster.store.put(kind, owned) };
}

/** The status of one object and the rest of another. */
function withStatusOf(status: JsonObject, rest: JsonObject): JsonObject {
  const { status: _, ...others } = rest;
  return { ...others, ...(status.status === undefined ? {} : { status: status.status }) };
}

function withSystemFields(kind: Kind, object: JsonObject, live: JsonObject): JsonObject {
  const old = objectAt(live, 'metadata');
  const given = objectAt(object, 'metadata');
  const kept = [
    'uid',
    'creationTimestamp',
    'resourceVersion',
    'namespace',
    'generateName',
    'deletionTimestamp',
  ];
  const metadata: JsonObject = { ...given };
  for (const key of kept) {
    const value = old[key];
    if (value === undefined) delete metadata[key];
    else metadata[key] = value;
  }
  const generation = numberAt(old, 'generation');
  if (generation !== undefined) metadata.generation = generation + (same(object.spec, live.spec) ? 0 : 1);
  else delete metadata.generation;
  if (given.managedFields === undefined && old.managedFields !== undefined)
    metadata.managedFields = old.managedFields;
  return { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
}

function checkNamespace(cluster: Cluster, kind: Kind, namespace: string): void {
  if (kind.namespaced && cluster.store.get(NAMESPACES, '', namespace) === undefined) {
    throw notFound(NAMESPACES, namespace);
  }
}

function checkValid(kind: Kind, object: JsonObject, before: JsonObject | null): void {
  const causes = validate(kind, object, before);
  if (causes.length > 0) throw invalid(kind, textAt(object, 'metadata', 'name'), causes);
}

function manager(
  kind: Kind,
  options: RequestOptions,
  operation: Manager['operation'],
  subresource: string,
): Manager {
  return {
    name: options.fieldManager,
    operation,
    apiVersion: apiVersionOf(kind),
    subresource,
    time: options.time,
  };
}
