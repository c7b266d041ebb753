import { type Answer, type ApiRequest, json } from './answer.ts';
import { badRequest, methodNotAllowed, noSuchPath, notFound, notImplemented } from './api-error.ts';
import { isObject, numberAt, objectAt, textAt } from './json.ts';
import { containerOf, logText } from './logs.ts';
import {
  deleteAnswer,
  optionsOf,
  type RouteContext,
  readAnswer,
  report,
  writeAnswer,
} from './object-answers.ts';
import { readObject, readPatch } from './read-body.ts';
import { read } from './reads.ts';
import type { ResourceTarget } from './request-target.ts';
import { scaled, scaleOf } from './scale.ts';
import { update } from './writes.ts';

export function subresourceAnswer(
  context: RouteContext,
  target: ResourceTarget,
  request: ApiRequest,
): Answer {
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
    throw badRequest(
      `previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(target.name)} not found`,
    );
  }
  const lines = context.log(target.name, container);
  const text = logText(lines, query, context.cluster.now());
  if (query.get('follow') !== 'true')
    return { type: 'text', status: 200, body: text, contentType: 'text/plain' };
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
