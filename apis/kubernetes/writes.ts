import { randomInt } from 'node:crypto';
import {
  alreadyExists,
  ApiError,
  badRequest,
  conflict,
  forbidden,
  invalid,
  invalidValue,
  notFound,
  preconditionFailed,
  requiredValue,
} from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { decodeObject } from './decode.ts';
import { withDefaults } from './defaults.ts';
import { fromEventsV1 } from './event-versions.ts';
import { type JsonObject, numberAt, objectAt, same, textAt } from './json.ts';
import { apiVersionOf, type Kind, kindNamed } from './kinds.ts';
import { applyConfiguration, type Manager, recordUpdate } from './ownership.ts';
import { jsonPatch, mergePatch, strategicMerge } from './patches.ts';
import type { PatchBody } from './read-body.ts';
import type { DeleteOptions, RequestOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';
import { component } from './schema.ts';
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
/** The letters of generated names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** POST on a collection. @throws ApiError */
export function create(cluster: Cluster, target: ResourceTarget, body: JsonObject, options: RequestOptions): Written {
  const { kind } = target;
  const { object, warnings } = decoded(kind, body, options);
  const named = inNamespace(withName(object), target);
  if (objectAt(named, 'metadata').resourceVersion !== undefined && textAt(named, 'metadata', 'resourceVersion') !== '') {
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

/** A node that a client registers is not ready until its kubelet says so. */
function registered(kind: Kind, object: JsonObject): JsonObject {
  if (kind.kind !== 'Node') return object;
  const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
  return { ...object, spec: { taints, ...objectAt(object, 'spec') } };
}

/** PUT on an object or its status. @throws ApiError */
export function update(cluster: Cluster, target: ResourceTarget, body: JsonObject, options: RequestOptions): Written {
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
export function patch(cluster: Cluster, target: ResourceTarget, body: PatchBody, options: RequestOptions): Written {
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
    throw badRequest(`the name of the object (${textAt(object, 'metadata', 'name')}) does not match the name on the URL (${name})`);
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
  const placed = inNamespace({ ...object, metadata: { ...objectAt(object, 'metadata'), name: textAt(object, 'metadata', 'name') || name } }, target);
  if (textAt(placed, 'metadata', 'name') !== name) {
    throw badRequest(`the name of the object (${textAt(placed, 'metadata', 'name')}) does not match the name on the URL (${name})`);
  }
  if (live === null) checkNamespace(cluster, kind, namespace);
  const type = component(kind.schema);
  const configuration = kind.kind === 'Secret' ? withDefaults('Secret', placed, null, cluster.allocator) : placed;
  const wanted = objectAt(placed).type === undefined && kind.kind === 'Secret' ? without(configuration, 'type') : configuration;
  const applied = applyConfiguration(live, wanted, type, manager(kind, options, 'Apply', target.subresource), options.force);
  if (live === null) {
    const filled = cluster.fresh(kind, applied, options.time);
    checkValid(kind, filled, null);
    return { status: 201, object: options.dryRun ? filled : cluster.store.put(kind, filled), warnings };
  }
  return { ...store(cluster, target, live, applied, options), warnings };
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
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
    throw conflict(kind, name, `StorageError: invalid object, Code: 4, Key: /registry/${kind.resource}/${textAt(live, 'metadata', 'namespace')}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${own}`);
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
  const split = hasStatus(kind) ? withStatusOf(subresource === 'status' ? given : live, subresource === 'status' ? live : given) : given;
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

function hasStatus(kind: Kind): boolean {
  return kind.subresources.includes('status');
}

/** Create takes no status from a client, but for nodes, which kubelets register with it. */
function withoutStatus(kind: Kind, object: JsonObject): JsonObject {
  return hasStatus(kind) && kind.kind !== 'Node' ? without(object, 'status') : object;
}

function withSystemFields(kind: Kind, object: JsonObject, live: JsonObject): JsonObject {
  const old = objectAt(live, 'metadata');
  const given = objectAt(object, 'metadata');
  const kept = ['uid', 'creationTimestamp', 'resourceVersion', 'namespace', 'generateName', 'deletionTimestamp'];
  const metadata: JsonObject = { ...given };
  for (const key of kept) {
    const value = old[key];
    if (value === undefined) delete metadata[key];
    else metadata[key] = value;
  }
  const generation = numberAt(old, 'generation');
  if (generation !== undefined) metadata.generation = generation + (same(object.spec, live.spec) ? 0 : 1);
  else delete metadata.generation;
  if (given.managedFields === undefined && old.managedFields !== undefined) metadata.managedFields = old.managedFields;
  return { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind), metadata };
}

/** DELETE on an object. @returns the object, or null where the answer is a `Status` without it. @throws ApiError */
export function remove(cluster: Cluster, target: ResourceTarget, options: DeleteOptions, time: string): JsonObject {
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
  return kind.kind === 'Namespace' ? { ...live, metadata, status: { phase: 'Terminating' } } : { ...live, metadata };
}

/** A pod is given time to end; deleting counts as a change of it. */
function gracePeriod(pod: JsonObject, options: DeleteOptions): JsonObject {
  return {
    deletionGracePeriodSeconds: options.gracePeriod ?? numberAt(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30,
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

function decoded(kind: Kind, body: JsonObject, options: RequestOptions): { object: JsonObject; warnings: string[] } {
  const [version, name] = [textAt(body, 'apiVersion'), textAt(body, 'kind')];
  const expected = apiVersionOf(kind);
  if (name !== '' && name !== kind.kind) {
    throw badRequest(
      `${name} in version ${JSON.stringify(version.split('/').at(-1) ?? '')} cannot be handled as a ${kind.kind}: converting (${goName(version, name)}) to (${internalName(kind)}): unknown conversion`,
    );
  }
  if (version !== '' && version !== expected) {
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: no kind "${kind.kind}" is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  const { object, problems } = decodeObject(body, kind);
  if (problems.length > 0 && options.fieldValidation === 'Strict') {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${problems.join(', ')}`,
    );
  }
  return {
    object: kind.group === 'events.k8s.io' ? fromEventsV1(object) : object,
    warnings: options.fieldValidation === 'Warn' ? problems : [],
  };
}

/** A patched object in the shape of its kind. What is wrong is wrong with the patch; the object itself stays out of the error. */
function patched(kind: Kind, object: JsonObject, options: RequestOptions): { object: JsonObject; warnings: string[] } {
  try {
    return decoded(kind, object, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.message.replace(/^.*? cannot be handled as a \w+: /, '');
    throw invalid({ group: '', kind: '' }, '', [invalidValue('patch', '(not shown)', why)]);
  }
}

/** Server-side apply takes no field that the schema does not declare. */
function undeclared(kind: Kind, body: JsonObject, problems: string[]): ApiError {
  const where = `${textAt(body, 'metadata', 'namespace')}/${textAt(body, 'metadata', 'name')}; ${kind.group}/${kind.version}, Kind=${kind.kind}`;
  const fields = problems.map((one) => `.${one.replace(/^unknown field "|"$/g, '')}: field not declared in schema`);
  return new ApiError(500, '', `failed to create typed patch object (${where}): ${fields.length === 1 ? fields[0] : `errors:\n  ${fields.join('\n  ')}`}`);
}

function goName(version: string, kind: string): string {
  return `${version.split('/').at(-1) ?? ''}.${kind}`;
}

/** The package of Kubernetes' internal types. */
function internalName(kind: Kind): string {
  const packages: Record<string, string> = { '': 'core', 'networking.k8s.io': 'networking', 'discovery.k8s.io': 'discovery', 'events.k8s.io': 'core' };
  return `${packages[kind.group] ?? kind.group}.${kind.kind}`;
}

function withName(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const prefix = textAt(metadata, 'generateName');
  if (textAt(metadata, 'name') !== '' || prefix === '') return { ...object, metadata };
  const suffix = Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return { ...object, metadata: { ...metadata, name: prefix.slice(0, 58) + suffix } };
}

function inNamespace(object: JsonObject, { kind, namespace }: ResourceTarget): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const given = textAt(metadata, 'namespace');
  if (!kind.namespaced) return { ...object, metadata: without(metadata, 'namespace') };
  if (given !== '' && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...metadata, namespace } };
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

function manager(kind: Kind, options: RequestOptions, operation: Manager['operation'], subresource: string): Manager {
  return { name: options.fieldManager, operation, apiVersion: apiVersionOf(kind), subresource, time: options.time };
}
