import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { lazySchemas } from '../common/lazy-schemas.ts';
import { errorAnswer } from './answer.ts';
import { deliver } from './delivery.ts';
import { addRoutes, type RouteOptions } from './routes.ts';
import { describeThrown } from './thrown.ts';

export interface ModelAppOptions extends RouteOptions {
  /** Largest body of a request, in bytes. */
  bodyLimitBytes: number;
}

/** Bytes; more than the router takes. The real server's limit is that of gunicorn, 8190 bytes a field. */
const HEADER_LIMIT_BYTES = 128 * 1024;

/** Builds the model server's application: its three routes, and what is said to everything else. */
export function buildModelApp(options: ModelAppOptions): FastifyInstance {
  const { bodyLimitBytes, log } = options;
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    // What the router lets through must arrive, whatever it adds.
    http: { maxHeaderSize: HEADER_LIMIT_BYTES },
    schemaController: lazySchemas,
    forceCloseConnections: true,
    routerOptions: { ignoreDuplicateSlashes: true },
    frameworkErrors: (_error, request, reply) => refuseRoute(request, reply),
  });
  app.setNotFoundHandler(refuseRoute);
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const { statusCode: status = 500 } = error;
    if (status === 413) return fail(reply, 413, `The body is larger than ${bodyLimitBytes} bytes.`);
    if (status < 500) return fail(reply, status, 'The request cannot be read.');
    log.error(describeThrown(error), 'The answer could not be made');
    return fail(reply, 500, 'The answer could not be made. The log of the model server has more.');
  });
  acceptAnyBody(app);
  // The hooks within are those of the three routes alone: as on the real server, a request that no route takes is
  // answered without ids and version.
  app.register(async (routes) => addRoutes(routes, options));
  return app;
}

/** Hands every body over as bytes: what to make of its Content-Type is for the scoring to say. */
function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async ({ raw }) => {
    // Fastify refuses a type that breaks the grammar before any parser sees it. The one that came stays in rawHeaders.
    if (raw.headers['content-type'] !== undefined) raw.headers['content-type'] = 'application/octet-stream';
  });
}

/** The methods that a path takes. HEAD comes with GET, and OPTIONS from the framework below the real server. */
const METHODS: Record<string, string> = {
  '/': 'GET',
  '/swagger.json': 'GET',
  '/score': 'GET, POST or OPTIONS',
};

function refuseRoute(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = '/'] = request.url.replace(/\/{2,}/g, '/').split('?');
  const methods = Object.hasOwn(METHODS, path) ? METHODS[path] : undefined;
  if (methods === undefined) return fail(reply, 404, 'There is nothing at this path.');
  return fail(reply, 405, `${request.method} is not a method of ${path}, which takes ${methods}.`);
}

function fail(reply: FastifyReply, status: number, message: string): FastifyReply {
  return deliver(reply, errorAnswer(status, message));
}
