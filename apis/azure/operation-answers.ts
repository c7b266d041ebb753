import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AzureError, toErrorBody } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import type { Operation } from './operations.ts';

/** Seconds after which a client is to ask again; without the header azure-core waits 30 s. */
const RETRY_AFTER_S = '1';

/** `https://` and the Host of the request, which the guard has checked. */
export function originOf({ headers }: FastifyRequest): string {
  return `https://${headers.host}`;
}

/** An absolute URL for a path of this API, with the api-version of the request. */
export function urlFor(request: FastifyRequest, path: string): string {
  const { 'api-version': version } = request.query as { 'api-version'?: unknown };
  const query = typeof version === 'string' ? `?api-version=${encodeURIComponent(version)}` : '';
  return `${originOf(request)}${path}${query}`;
}

/** The header fields that send a client to the status of an operation. */
export function announce(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  location?: string,
): void {
  reply.header('azure-asyncoperation', urlFor(request, path));
  reply.header('retry-after', RETRY_AFTER_S);
  if (location !== undefined) reply.header('location', urlFor(request, location));
}

/** The status of an operation, at its own URL. */
export function addOperationRoute(app: FastifyInstance, path: string, { operations }: AzureContext): void {
  app.get<{ Params: { operation: string } }>(`${path}/:operation`, (request, reply) => {
    const operation = findOperation(operations.get(request.params.operation), request.params.operation);
    if (operation.status === 'InProgress') reply.header('retry-after', RETRY_AFTER_S);
    return describeOperation(operation, request.url.split('?', 1)[0] ?? '');
  });
}

/** Where `Location` leads: 202 until the operation is over, then 200 without a body. */
export function addResultRoute(app: FastifyInstance, path: string, { operations }: AzureContext): void {
  app.get<{ Params: { operation: string } }>(`${path}/:operation`, (request, reply) => {
    const operation = findOperation(operations.get(request.params.operation), request.params.operation);
    if (operation.error !== null) throw operation.error;
    if (operation.status === 'InProgress') reply.code(202).header('retry-after', RETRY_AFTER_S);
    return reply.send();
  });
}

function findOperation(operation: Operation | undefined, id: string): Operation {
  if (operation !== undefined) return operation;
  throw new AzureError(404, 'NotFound', `There is no operation '${id}', or it is forgotten.`);
}

function describeOperation({ id, status, startedAt, error }: Operation, path: string) {
  return {
    id: path,
    name: id,
    status,
    startTime: new Date(startedAt).toISOString(),
    ...(error === null ? {} : toErrorBody(error)),
  };
}
