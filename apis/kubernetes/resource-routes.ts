import { type Answer, type ApiRequest, json } from './answer.ts';
import { type ApiError, forbidden, methodNotAllowed } from './api-error.ts';
import { textAt } from './json.ts';
import type { Kind } from './kinds.ts';
import { negotiate } from './negotiate.ts';
import {
  deleteAnswer,
  deleteBody,
  optionsOf,
  type RouteContext,
  readAnswer,
  report,
  viewerOf,
  writeAnswer,
} from './object-answers.ts';
import { listOf, metadataOf, shown, tableOf } from './present.ts';
import { list, selectorOf, wholeNumber } from './reads.ts';
import { remove } from './removal.ts';
import { readDeleteOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';
import { subresourceAnswer } from './subresource-routes.ts';
import { warningsOf } from './warnings.ts';
import { openWatch, readInclude } from './watch.ts';

/** A request for objects. @throws ApiError */
export function resourceAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const { kind, name, subresource } = target;
  if (subresource !== '') return subresourceAnswer(context, target, request);
  if (kind.kind === 'Secret' && !request.trusted && request.method !== 'GET') throw needsToken(kind, name);
  if (!kind.verbs.includes(verbOf(request.method, name))) throw methodNotAllowed();
  switch (request.method) {
    case 'GET':
      return name === '' || target.watch || isWatch(request)
        ? listAnswer(context, target, request)
        : readAnswer(context, target, request);
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

function listAnswer(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const watching = target.watch || isWatch(request);
  const representation = negotiate(request.headers.accept, watching);
  if (watching) {
    const watch = openWatch(context.cluster, target, request.query, representation, () =>
      viewerOf(context, request),
    );
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

function deleteAll(context: RouteContext, target: ResourceTarget, request: ApiRequest): Answer {
  const options = optionsOf(context, request, 'Delete');
  const deleting = readDeleteOptions(deleteBody(request), options);
  const selects = selectorOf(target, request.query);
  const gone = context.cluster.store.list(target.kind, target.namespace).filter(selects);
  for (const object of gone) {
    const name = textAt(object, 'metadata', 'name');
    const namespace = textAt(object, 'metadata', 'namespace');
    remove(
      context.cluster,
      { ...target, namespace, name },
      { ...deleting, uid: null, resourceVersion: null },
      options.time,
    );
    if (!deleting.dryRun) report(context, target.kind, object, 'delete', options);
  }
  const metadata = { resourceVersion: String(context.cluster.store.version) };
  return json(listOf(target.kind, gone, metadata, viewerOf(context, request)));
}
