/** What a request target asks for. */
export interface Route {
  endpoint: string;
  operation: Operation;
  /** With its question mark; empty where there is none. */
  query: string;
}

export type Operation = 'score' | 'swagger';

/** The v2 path, and the path that the article still shows, which v1 services have. */
const PREFIXES = ['/api/v1/endpoint/', '/api/v1/service/'];

/** What may stand in an endpoint's name; everything else, percent-encoding and dots included, is no route. */
const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;

/**
 * Reads a request target (RFC 9112 section 3.2). Only the exact routes match: nothing is decoded and no dot segment
 * is resolved, so that no other spelling of a path can reach a model server.
 *
 * @returns null where the target is none of the routes
 */
export function parseTarget(target: string): Route | null {
  const path = target.charCodeAt(0) === SLASH ? target : originForm(target);
  if (path === null) return null;
  const question = path.indexOf('?');
  const end = question === -1 ? path.length : question;
  for (const prefix of PREFIXES) {
    if (!path.startsWith(prefix)) continue;
    const slash = path.indexOf('/', prefix.length);
    if (slash === -1 || slash > end) return null;
    const endpoint = path.slice(prefix.length, slash);
    const operation = operationOf(path.slice(slash + 1, end));
    if (operation === null || !NAME.test(endpoint)) return null;
    return { endpoint, operation, query: question === -1 ? '' : path.slice(question) };
  }
  return null;
}

function operationOf(lastSegment: string): Operation | null {
  if (lastSegment === 'score') return 'score';
  return lastSegment === 'swagger.json' ? 'swagger' : null;
}

const SLASH = 0x2f;

/** A server must also accept the absolute form that proxies are sent (RFC 9112 section 3.2.2). */
function originForm(target: string): string | null {
  return /^https?:\/\/[^/?#]+(\/[^#]*)$/i.exec(target)?.[1] ?? null;
}
