import type { IncomingHttpHeaders } from 'node:http';
import type { ListenerName } from '../../common/observations.ts';
import type { RequestIds } from './ids.ts';

/** Fields that belong to one connection and not to the message (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

// ASSUMPTION: authorization-not-forwarded: whether the real router passes the bearer key on to the model server is
// not published. Here it ends at the router: no model server needs it, and a key that is not passed on cannot be
// logged there. Changed by `--forward-authorization`.
const NOT_FOR_THE_MODEL = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'content-length',
  'expect',
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-ms-client-request-id',
  'x-request-id',
]);

const NOT_FOR_THE_CLIENT = new Set([
  ...HOP_BY_HOP,
  'azureml-model-deployment',
  'x-ms-client-request-id',
  'x-ms-request-id',
  'x-request-id',
]);

/** From where and how a request came. */
export interface Origin {
  address: string | undefined;
  listener: ListenerName;
}

/**
 * The header fields that the model server receives, as a flat list of names and values. The length of the body is
 * not among them: who sends the body states it.
 */
export function requestFields(
  headers: IncomingHttpHeaders,
  ids: RequestIds,
  origin: Origin,
  forwardAuthorization: boolean,
): string[] {
  const fields: string[] = [];
  const nominated = nominatedBy(headers.connection);
  for (const name in headers) {
    if (NOT_FOR_THE_MODEL.has(name) || nominated?.includes(name)) continue;
    push(fields, name, headers[name]);
  }
  if (forwardAuthorization && headers.authorization !== undefined) {
    fields.push('authorization', headers.authorization);
  }
  fields.push('x-request-id', ids.requestId);
  if (ids.clientRequestId !== null) fields.push('x-ms-client-request-id', ids.clientRequestId);
  const before = headers['x-forwarded-for'];
  if (origin.address !== undefined) {
    fields.push('x-forwarded-for', before === undefined ? origin.address : `${before}, ${origin.address}`);
  }
  fields.push('x-forwarded-proto', origin.listener);
  if (headers.host !== undefined) fields.push('x-forwarded-host', headers.host);
  return fields;
}

/** The header fields of a model server's answer that the client receives, without the ids. */
export function responseFields(headers: IncomingHttpHeaders, overridden: ReadonlySet<string>): string[] {
  const fields: string[] = [];
  const nominated = nominatedBy(headers.connection);
  for (const name in headers) {
    if (NOT_FOR_THE_CLIENT.has(name) || overridden.has(name) || nominated?.includes(name)) continue;
    push(fields, name, headers[name]);
  }
  return fields;
}

/** The fields by which the client can find its request again. */
export function pushIds(fields: string[], ids: RequestIds): void {
  fields.push('x-request-id', ids.requestId, 'x-ms-request-id', ids.requestId);
  if (ids.clientRequestId !== null) fields.push('x-ms-client-request-id', ids.clientRequestId);
}

function push(fields: string[], name: string, value: string | string[] | undefined): void {
  if (typeof value === 'string') {
    fields.push(name, value);
  } else if (value !== undefined) {
    for (const one of value) fields.push(name, one);
  }
}

/** The fields that a Connection field names as belonging to the connection; null where it names none. */
function nominatedBy(connection: string | undefined): string[] | null {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return null;
  return connection.split(',').map((option) => option.trim().toLowerCase());
}
