import { type Answer, type ApiRequest, json } from './answer.ts';
import { aggregated, coreVersions, group, groupList, resourceList, VERSION } from './discovery.ts';
import { type AcceptedType, readAccept } from './negotiate.ts';
import { document, index, swagger } from './openapi.ts';

const OK = new Set(['/healthz', '/livez', '/readyz', '/healthz/ping', '/readyz/ping', '/livez/ping']);

/**
 * What does not depend on the objects: version, health, discovery, OpenAPI.
 * @param address host and port of this API
 * @returns null where the path is none of these
 */
export function staticAnswer(request: ApiRequest, address: string): Answer | null {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path;
  if (request.method !== 'GET' && request.method !== 'HEAD') return null;
  if (OK.has(path)) return { type: 'text', status: 200, body: 'ok' };
  switch (path) {
    case '/':
      return json({
        paths: [
          '/api',
          '/api/v1',
          '/apis',
          '/healthz',
          '/livez',
          '/openapi/v2',
          '/openapi/v3',
          '/readyz',
          '/version',
        ],
      });
    case '/version':
      return json(VERSION);
    case '/api':
      return discovered(request, true) ?? json(coreVersions(address));
    case '/apis':
      return discovered(request, false) ?? json(groupList());
    case '/openapi/v2':
      return openApiV2(readAccept(request.headers.accept ?? ''));
    case '/openapi/v3':
      return json(index());
    default:
      return versioned(path);
  }
}

function versioned(path: string): Answer | null {
  const [, root, first = '', second, ...rest] = path.split('/');
  if (root === 'openapi' && first === 'v3') {
    const found = document([second, ...rest].join('/'));
    return found === null ? null : json(found);
  }
  if (rest.length > 0) return null;
  const found =
    root === 'api' && second === undefined
      ? resourceList('', first)
      : root === 'apis' && first !== ''
        ? second === undefined
          ? group(first)
          : resourceList(first, second)
        : null;
  return found === null ? null : json(found);
}

/** Aggregated discovery, for clients that accept it first. */
function discovered(request: ApiRequest, core: boolean): Answer | null {
  for (const { type, parameters } of readAccept(request.headers.accept ?? '')) {
    if (type !== 'application/json') continue;
    const { g, v, as } = parameters;
    if (as === undefined) return null;
    if (g === 'apidiscovery.k8s.io' && as === 'APIGroupDiscoveryList' && (v === 'v2' || v === 'v2beta1')) {
      return {
        type: 'json',
        status: 200,
        body: aggregated(core, v),
        contentType: `application/json;g=apidiscovery.k8s.io;v=${v};as=APIGroupDiscoveryList`,
      };
    }
  }
  return null;
}

/**
 * OpenAPI v2. kubectl asks for protobuf and reads patch strategies from it where it has no own: an empty message is a
 * valid document of none, and kubectl falls back to its own types. kubectl 1.20 cannot read the official content type,
 * which has an "@" in it.
 */
function openApiV2(accepted: AcceptedType[]): Answer {
  const wantsProtobuf = accepted[0]?.type.startsWith('application/com.github.proto-openapi') === true;
  if (wantsProtobuf) {
    return { type: 'bytes', status: 200, body: Buffer.alloc(0), contentType: 'application/octet-stream' };
  }
  return json(swagger());
}
