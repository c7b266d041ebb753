import { type Answer, type ApiRequest, json } from './answer.ts';
import type { Cluster } from './cluster.ts';
import { type JsonObject, textAt } from './json.ts';
import { apiVersionOf, type Kind } from './kinds.ts';
import { negotiate, type Representation } from './negotiate.ts';
import { metadataOf, shown, tableOf, type Viewer } from './present.ts';
import { readObject, readPatch } from './read-body.ts';
import { read } from './reads.ts';
import { remove } from './removal.ts';
import { type RequestOptions, readDeleteOptions, readOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';
import type { ObjectChange } from './targets.ts';
import { warningsOf } from './warnings.ts';
import { readInclude } from './watch.ts';
import { create, patch, update, type Written } from './writes.ts';

/** What the routes act on. */
export interface RouteContext {
  cluster: Cluster;
  log(pod: string, container: string): { at: number; text: string }[];
  /** Called after a write that was stored. */
  changed(change: ObjectChange): void;
}

/** Kinds whose delete answers with the object; the others answer with a `Status`. */
const RETURNS_DELETED = new Set(['Pod', 'Namespace', 'Service', 'ServiceAccount']);

export function viewerOf({ cluster }: RouteContext, { trusted }: ApiRequest): Viewer {
  return { seesSecrets: trusted, now: cluster.now() };
}

export function readAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const representation = negotiate(request.headers.accept);
  return presented(context, target.kind, read(context.cluster, target), request, representation, 200, []);
}

export function presented(
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
      ? tableOf(
          kind,
          [object],
          { resourceVersion: textAt(object, 'metadata', 'resourceVersion') },
          readInclude(request.query),
          viewer,
        )
      : as === 'metadata'
        ? metadataOf(visible)
        : { ...visible, kind: kind.kind, apiVersion: apiVersionOf(kind) };
  const written = request.method !== 'GET' && request.method !== 'DELETE';
  const all = [...warnings, ...warningsOf(kind, written ? object : null)];
  return { type: 'json', status, body, warnings: all, yaml: format === 'yaml' };
}

export function optionsOf(context: RouteContext, request: ApiRequest, verb: string): RequestOptions {
  return readOptions(request.query, verb, request.headers.userAgent, context.cluster.time());
}

export function writeAnswer(
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
      : (verb === 'Create' ? create : update)(
          cluster,
          target,
          readObject(request.body, contentType, target.kind.kind),
          options,
        );
  if (!options.dryRun)
    report(context, target.kind, written.object, written.status === 201 ? 'create' : 'update', options);
  return presented(
    context,
    target.kind,
    written.object,
    request,
    representation,
    written.status,
    written.warnings,
  );
}

export function report(
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

export function deleteAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
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

export function deleteBody(request: ApiRequest): JsonObject {
  return request.body.length === 0
    ? {}
    : readObject(request.body, request.headers.contentType, 'DeleteOptions');
}
