import { ApiError, badRequest, notFound } from './api-error.ts';
import type { Cluster } from './cluster.ts';
import { type JsonObject, textAt } from './json.ts';
import type { ResourceTarget } from './request-target.ts';
import { readFieldSelector, readLabelSelector, type Selector } from './selectors.ts';

/** A page of a list. */
export interface Page {
  objects: JsonObject[];
  /** `ListMeta`. */
  metadata: JsonObject;
}

/** GET on an object. @throws ApiError 404 */
export function read(cluster: Cluster, { kind, namespace, name }: ResourceTarget): JsonObject {
  const found = cluster.store.get(kind, namespace, name);
  if (found === undefined) throw notFound(kind, name);
  return found;
}

/** What a query selects. @throws ApiError 400 */
export function selectorOf(target: ResourceTarget, query: URLSearchParams): Selector {
  const byLabel = readLabelSelector(query.get('labelSelector') ?? '');
  const byField = readFieldSelector(query.get('fieldSelector') ?? '', target.kind);
  const named = target.name === '' ? undefined : target.name;
  return (object) =>
    (named === undefined || textAt(object, 'metadata', 'name') === named) &&
    byLabel(object) &&
    byField(object);
}

/** GET on a collection, in pages where the query has a `limit`. @throws ApiError 400, 410 */
export function list(cluster: Cluster, target: ResourceTarget, query: URLSearchParams): Page {
  const selects = selectorOf(target, query);
  const limit = wholeNumber(query, 'limit');
  const start = readContinue(query.get('continue'));
  const all = cluster.store.list(target.kind, target.namespace).filter(selects);
  const rest = start === null ? all : all.filter((object) => keyOf(object) > start);
  const page = limit === 0 ? rest : rest.slice(0, limit);
  const left = rest.length - page.length;
  const last = page.at(-1);
  const selected = query.get('labelSelector') || query.get('fieldSelector');
  return {
    objects: page,
    metadata: {
      resourceVersion: String(cluster.store.version),
      ...(left === 0 || last === undefined
        ? {}
        : {
            continue: Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', start: keyOf(last) })).toString(
              'base64url',
            ),
            ...(selected ? {} : { remainingItemCount: left }),
          }),
    },
  };
}

/** A parameter that is a whole number; 0 where it is missing. @throws ApiError 400 */
export function wholeNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^-?\d{1,15}$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Math.max(0, Number(text));
}

function readContinue(token: string | null): string | null {
  if (token === null || token === '') return null;
  try {
    const start = textAt(JSON.parse(Buffer.from(token, 'base64url').toString()), 'start');
    if (start !== '') return start;
  } catch {
    // Falls through: the token is not one of ours.
  }
  throw new ApiError(400, 'BadRequest', `continue key is not valid: ${token.slice(0, 100)}`);
}

function keyOf(object: JsonObject): string {
  return `${textAt(object, 'metadata', 'namespace')}/${textAt(object, 'metadata', 'name')}`;
}
