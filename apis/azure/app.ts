import { randomUUID } from 'node:crypto';
import type { ServerOptions as HttpsOptions } from 'node:https';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { MockError } from '../../common/errors.ts';
import { lazySchemas } from '../../common/lazy-schemas.ts';
import type { Logger } from '../../common/logger.ts';
import { AzureError, fromMockError, toErrorBody } from './azure-error.ts';
import { LIMITS } from './limits.ts';

/** What this room's two servers have in common: JSON and forms with a limit, Azure's error shape, request ids. */
export function createApp(
  log: Logger,
  https: HttpsOptions | null,
  describeRoutes: () => string,
): FastifyInstance {
  const options = {
    logger: false,
    bodyLimit: LIMITS.bodyBytes,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // Azure compares paths without case: az writes resourceGroups and resourcegroups.
    routerOptions: { maxParamLength: LIMITS.segment, caseSensitive: false, ignoreTrailingSlash: true },
    schemaController: lazySchemas,
  } satisfies FastifyServerOptions;
  const app: FastifyInstance =
    https === null ? Fastify(options) : (Fastify({ ...options, https }) as unknown as FastifyInstance);
  readBodies(app);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-ms-request-id', randomUUID());
  });
  app.setErrorHandler((error: FastifyError | MockError | AzureError, request, reply) => {
    const known = explain(error);
    if (known.status >= 500) log.error({ route: request.routeOptions.url, code: known.code }, error.message);
    return reply.code(known.status).send(toErrorBody(known));
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    const message = `The mock has no ${request.method} ${path}. It has: ${describeRoutes()}.`;
    return reply.code(404).send(toErrorBody(new AzureError(404, 'MockHasNoSuchRoute', message)));
  });
  return app;
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    /^application\/(?:[\w.-]+\+)?json/,
    { parseAs: 'string' },
    (request, body, done) => {
      // The clients send Content-Type also with a POST that has no body.
      if (body === '') done(null, null);
      else parseJson(request, body, done);
    },
  );
  app.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body)),
  );
}

function explain(error: FastifyError | MockError | AzureError): AzureError {
  if (error instanceof AzureError) return error;
  if (error instanceof MockError) return fromMockError(error);
  const status = error.statusCode ?? 500;
  if (status >= 500)
    return new AzureError(
      500,
      'InternalServerError',
      `This is a defect of azureml-fe-mock: ${error.message}`,
    );
  const code =
    status === 413
      ? 'RequestEntityTooLarge'
      : status === 415
        ? 'UnsupportedMediaType'
        : 'InvalidRequestContent';
  return new AzureError(status, code, `The request cannot be read: ${error.message}.`);
}
