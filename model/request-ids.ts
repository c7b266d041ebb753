import { randomUUID } from 'node:crypto';
import type { RequestHeaders } from './script.ts';

/** Characters that an id may have before the server answers 431. */
export const ID_LIMIT = 100;

/** The ids that the answer carries, or the message of the 431 together with the ids that it carries all the same. */
export interface RequestIds {
  headers: Record<string, string>;
  refused: string | null;
}

/**
 * Works out the ids of a request. `x-request-id` is made up where none came. `x-ms-request-id` is an older name of
 * `x-ms-client-request-id`: each stands in for the other in the answer, and the request id for both. An empty id
 * is answered with none.
 */
export function identifyRequest(headers: RequestHeaders): RequestIds {
  const requestId = headers['x-request-id'] ?? randomUUID();
  if (requestId.length > ID_LIMIT)
    return { headers: {}, refused: `The x-request-id is longer than ${ID_LIMIT} characters.` };

  const own = withoutEmpty({ 'x-request-id': requestId });
  const clientId = headers['x-ms-client-request-id'] || headers['x-ms-request-id'] || '';
  const legacyId = headers['x-ms-request-id'] || clientId || requestId;
  if (clientId.length > ID_LIMIT || legacyId.length > ID_LIMIT)
    return {
      headers: own,
      refused: `The x-ms-request-id or x-ms-client-request-id is longer than ${ID_LIMIT} characters.`,
    };
  return {
    headers: { ...own, ...withoutEmpty({ 'x-ms-request-id': legacyId, 'x-ms-client-request-id': clientId }) },
    refused: null,
  };
}

function withoutEmpty(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}
