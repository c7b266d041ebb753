import { type Answer, type ApiRequest, json } from './answer.ts';
import { ApiError, badRequest, forbidden, methodNotAllowed, notImplemented, noSuchPath, notFound } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { isObject, type JsonObject, numberAt, objectAt, textAt } from './json.ts';
import { apiVersionOf, type Kind } from './kinds.ts';
import { containerOf, logText } from './logs.ts';
import { negotiate, type Representation } from './negotiate.ts';
import { listOf, metadataOf, shown, tableOf, type Viewer } from './present.ts';
import { readObject, readPatch } from './read-body.ts';
import { list, read, selectorOf, wholeNumber } from './reads.ts';
import { readDeleteOptions, readOptions, type RequestOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';
import { scaleOf, scaled } from './scale.ts';
import type { ObjectChange } from './targets.ts';
import { openWatch, readInclude } from './watch.ts';
import { warningsOf } from './warnings.ts';
import { create, patch, remove, update, type Written } from './writes.ts';

/** What the routes act on. */
export interface RouteContext {
  cluster: Cluster;
  log(pod: string, container: string): { at: number; text: string }[];
  /** Called after a write that was stored. */
  changed(change: ObjectChange): void;
}

/** Kinds whose delete answers with the object; the others answer with a `Status`. */
const RETURNS_DELETED = new Set(['Pod', 'Namespace', 'Service', 'ServiceAccount']);

/** A request for objects. @throws ApiError */
export function resourceAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const { kind, name, subresource } = target;
  if (subresource !== '') return subresourceAnswer(context, target, request);
  if (kind.kind === 'Secret' && !request.trusted && request.method !== 'GET') throw needsToken(kind, name);
  if (!kind.verbs.includes(verbOf(request.method, name))) throw methodNotAllowed();
  switch (request.method) {
    case 'GET':
      return name === '' || target.watch || isWatch(request) ? listAnswer(context, target, request) : readAnswer(context, target, request);
    case 'POST':
      return writeAnswer(context, target, request, 'Create');
    case 'PUT':
      return writeAnswer(context, target, request, 'Update');
    case 'PATCH':
      return writeAnswer(context, target, request, 'Patch');
    case 'DELETE':
      return name === '' ? deleteAll(context, target, request) : deleteAnswer(context, target, request);
    default:
      throw methodNotAllowed();
  }
}

function verbOf(method: string, name: string): string {
  const verbs: Record<string, string> =
    name === ''
      ? { GET: 'list', POST: 'create', DELETE: 'deletecollection' }
      : { GET: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };
  return verbs[method] ?? '';
}

function needsToken(kind: Kind, name: string): ApiError {
  return forbidden(kind, name, 'the request carries no token; the kubeconfig of azureml-fe-mock has it');
}

function isWatch(request: ApiRequest): boolean {
  const value = request.query.get('watch');
  return value === 'true' || value === '1';
}

function viewerOf({ cluster }: RouteContext, { trusted }: ApiRequest): Viewer {
  return { seesSecrets: trusted, now: cluster.now() };
}

function readAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const representation = negotiate(request.headers.accept);
  return presented(context, target.kind, read(context.cluster, target), request, representation, 200, []);
}

function presented(
  context: RouteContext,
  kind: Kind,
  object: JsonObject,
  request: ApiRequest,
  { as, format }: Representation,
  status: number,
  warnings: string[],
): Answer {
  const viewer = viewerOf(context, request);
  const visible = shown(kind, object, viewer);
  const body =
    as === 'table'
      ? tableOf(kind, [object], { resourceVersion: textAt(object, 'metadata', 'resourceVersion') }, readInclude(request.query), viewer)
      : as === 'metadata'
        ? metadataOf(visible)
        : { ...visible, kind: kind.kind, apiVersion: apiVersionOf(kind) };
  const written = request.method !== 'GET' && request.method !== 'DELETE';
  const all = [...warnings, ...warningsOf(kind, written ? object : null)];
  return { type: 'json', status, body, warnings: all, yaml: format === 'yaml' };
}

function listAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const watching = target.watch || isWatch(request);
  const representation = negotiate(request.headers.accept, watching);
  if (watching) {
    const watch = openWatch(context.cluster, target, request.query, representation, () => viewerOf(context, request));
    return { type: 'watch', watch, timeoutMs: wholeNumber(request.query, 'timeoutSeconds') * 1000 };
  }
  const viewer = viewerOf(context, request);
  const page = list(context.cluster, target, request.query);
  const body =
    representation.as === 'table'
      ? tableOf(target.kind, page.objects, page.metadata, readInclude(request.query), viewer)
      : representation.as === 'metadata'
        ? {
            kind: 'PartialObjectMetadataList',
            apiVersion: 'meta.k8s.io/v1',
            metadata: page.metadata,
            items: page.objects.map((object) => metadataOf(shown(target.kind, object, viewer))),
          }
        : listOf(target.kind, page.objects, page.metadata, viewer);
  const warnings = warningsOf(target.kind, null);
  return { type: 'json', status: 200, body, warnings, yaml: representation.format === 'yaml' };
}

function optionsOf(context: RouteContext, request: ApiRequest, verb: string): RequestOptions {
  return readOptions(request.query, verb, request.headers.userAgent, context.cluster.time());
}

function writeAnswer(
  context: RouteContext,
  target: ResourceTarget,
  request: ApiRequest,
  verb: 'Create' | 'Update' | 'Patch',
): Answer {
  const representation = negotiate(request.headers.accept);
  const { cluster } = context;
  const options = optionsOf(context, request, verb);
  const { contentType } = request.headers;
  const written: Written =
    verb === 'Patch'
      ? patch(cluster, target, readPatch(request.body, contentType), options)
      : (verb === 'Create' ? create : update)(cluster, target, readObject(request.body, contentType, target.kind.kind), options);
  if (!options.dryRun) report(context, target.kind, written.object, written.status === 201 ? 'create' : 'update', options);
  return presented(context, target.kind, written.object, request, representation, written.status, written.warnings);
}

function report(
  context: RouteContext,
  kind: Kind,
  object: JsonObject,
  verb: ObjectChange['verb'],
  options: RequestOptions,
): void {
  context.changed({
    verb,
    kind: kind.kind,
    namespace: textAt(object, 'metadata', 'namespace') || null,
    name: textAt(object, 'metadata', 'name'),
    manager: options.fieldManager,
  });
}

function deleteAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const representation = negotiate(request.headers.accept);
  const options = optionsOf(context, request, 'Delete');
  const deleting = readDeleteOptions(deleteBody(request), options);
  const object = remove(context.cluster, target, deleting, options.time);
  if (!deleting.dryRun) report(context, target.kind, object, 'delete', options);
  if (RETURNS_DELETED.has(target.kind.kind)) {
    return presented(context, target.kind, object, request, { ...representation, as: 'object' }, 200, []);
  }
  const { kind } = target;
  return json({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: target.name,
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.resource,
      uid: textAt(object, 'metadata', 'uid'),
    },
  });
}

function deleteBody(request: ApiRequest): JsonObject {
  return request.body.length === 0 ? {} : readObject(request.body, request.headers.contentType, 'DeleteOptions');
}

function deleteAll(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const options = optionsOf(context, request, 'Delete');
  const deleting = readDeleteOptions(deleteBody(request), options);
  const selects = selectorOf(target, request.query);
  const gone = context.cluster.store.list(target.kind, target.namespace).filter(selects);
  for (const object of gone) {
    const name = textAt(object, 'metadata', 'name');
    const namespace = textAt(object, 'metadata', 'namespace');
    remove(context.cluster, { ...target, namespace, name }, { ...deleting, uid: null, resourceVersion: null }, options.time);
    if (!deleting.dryRun) report(context, target.kind, object, 'delete', options);
  }
  const metadata = { resourceVersion: String(context.cluster.store.version) };
  return json(listOf(target.kind, gone, metadata, viewerOf(context, request)));
}

function subresourceAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const { kind, name, subresource } = target;
  if (!kind.subresources.includes(subresource)) throw noSuchPath();
  switch (subresource) {
    case 'status':
      if (request.method === 'GET') return readAnswer(context, target, request);
      if (request.method === 'PUT') return writeAnswer(context, target, request, 'Update');
      if (request.method === 'PATCH') return writeAnswer(context, target, request, 'Patch');
      throw methodNotAllowed();
    case 'scale':
      return scaleAnswer(context, target, request);
    case 'log':
      if (request.method !== 'GET') throw methodNotAllowed();
      return logAnswer(context, target, request);
    case 'eviction':
      if (request.method !== 'POST') throw methodNotAllowed();
      read(context.cluster, target);
      deleteAnswer(context, { ...target, subresource: '' }, { ...request, body: Buffer.alloc(0) });
      return json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
    default:
      read(context.cluster, target);
      throw notImplemented(
        `${subresource} of pods`,
        `The router runs in the process of azureml-fe-mock: there is no container behind the pod ${JSON.stringify(name)}.`,
      );
  }
}

function scaleAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const { cluster } = context;
  const live = cluster.store.get(target.kind, target.namespace, target.name);
  if (live === undefined) throw notFound(target.kind, target.name);
  if (request.method === 'GET') return json(scaleOf(live));
  const patching = request.method === 'PATCH';
  if (!patching && request.method !== 'PUT') throw methodNotAllowed();
  const options = optionsOf(context, request, patching ? 'Patch' : 'Update');
  const body = patching
    ? scaled(live, readPatch(request.body, request.headers.contentType))
    : readObject(request.body, request.headers.contentType, 'Scale');
  const replicas = numberAt(body, 'spec', 'replicas') ?? 0;
  const version = textAt(body, 'metadata', 'resourceVersion');
  const next = {
    ...live,
    metadata: { ...objectAt(live, 'metadata'), ...(version === '' ? {} : { resourceVersion: version }) },
    spec: { ...objectAt(live, 'spec'), replicas },
  };
  const written = update(cluster, { ...target, subresource: '' }, next, options);
  if (!options.dryRun) report(context, target.kind, written.object, 'update', options);
  return json(scaleOf(written.object));
}

function logAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const { query } = request;
  const pod = read(context.cluster, target);
  const container = containerOf(pod, query);
  if (query.get('previous') === 'true') {
    throw badRequest(`previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(target.name)} not found`);
  }
  const lines = context.log(target.name, container);
  const text = logText(lines, query, context.cluster.now());
  if (query.get('follow') !== 'true') return { type: 'text', status: 200, body: text, contentType: 'text/plain' };
  let last = lines.at(-1);
  const more = (): typeof lines => {
    const now = context.log(target.name, container);
    // The log is a ring: the line that was last may be anywhere, or gone.
    const seen = last === undefined ? -1 : now.lastIndexOf(last);
    last = now.at(-1) ?? last;
    return now.slice(seen + 1);
  };
  return { type: 'log', text, more, query };
}

/** POST of a SelfSubjectAccessReview: `kubectl auth can-i`. */
export function reviewAnswer(request: ApiRequest): Answer {
  const body = readObject(request.body, request.headers.contentType, 'SelfSubjectAccessReview');
  const spec = isObject(body.spec) ? body.spec : {};
  const secret = textAt(spec, 'resourceAttributes', 'resource') === 'secrets';
  const lists = textAt(spec, 'resourceAttributes', 'verb') === 'list';
  const allowed = request.trusted || !secret || lists;
  return json(
    {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec,
      status: allowed ? { allowed } : { allowed, reason: 'the request carries no token' },
    },
    201,
  );
}
