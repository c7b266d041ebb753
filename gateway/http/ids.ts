import { randomUUID } from 'node:crypto';

/** The names under which a request can be found again. */
export interface RequestIds {
  /** `x-request-id`, and `x-ms-request-id` of the answer. */
  requestId: string;
  /** `x-ms-client-request-id`; null where the client sent none that could be used. */
  clientRequestId: string | null;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CLIENT_ID = /^[A-Za-z0-9_-]{1,40}$/;
const CLIENT_ID_LENGTH = 40;

/**
 * The ids of a request by the rules of "Troubleshoot online endpoints": `x-request-id` is a GUID, and the client's
 * own id has letters, digits, hyphens and underscores, 40 of them at most.
 */
// ASSUMPTION: request-ids: the article says that x-request-id is overridden with a valid GUID, not whether one that
// is a GUID already survives; here it does. Characters that may not be in x-ms-client-request-id are left out.
// Changed by nothing: a client that reads the id from the answer is right either way.
export function identify(requestId: string | undefined, clientRequestId: string | undefined): RequestIds {
  return {
    requestId: requestId !== undefined && GUID.test(requestId) ? requestId : randomUUID(),
    clientRequestId: clientRequestId === undefined ? null : cleanClientId(clientRequestId),
  };
}

function cleanClientId(id: string): string | null {
  if (CLIENT_ID.test(id)) return id;
  return id.replace(/[^A-Za-z0-9_-]/g, '').slice(0, CLIENT_ID_LENGTH) || null;
}
