import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { stringify } from 'yaml';
import type { Answer, ApiRequest } from './answer.ts';
import { ApiError, noSuchPath } from './api-error.ts';
import { Cluster } from './cluster.ts';
import { group } from './discovery.ts';
import { authenticate, checkOrigin } from './guard.ts';
import { LIMITS } from './limits.ts';
import type { RouteContext } from './object-answers.ts';
import { tooLarge } from './read-body.ts';
import { readTarget } from './request-target.ts';
import { resourceAnswer } from './resource-routes.ts';
import { shareSecrets } from './secret-sharing.ts';
import { staticAnswer } from './static-routes.ts';
import { Streams } from './streams.ts';
import { reviewAnswer } from './subresource-routes.ts';
import type { KubernetesApiOptions, KubernetesTargets, OpenedKubernetesApi } from './targets.ts';

const SELF_REVIEW = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/**
 * Opens the Kubernetes API over HTTPS, and over plain HTTP where `plainPort` is given.
 * @throws the listener's error where a port is taken
 */
export async function openKubernetesApi(
  targets: KubernetesTargets,
  options: KubernetesApiOptions,
): Promise<OpenedKubernetesApi> {
  const host = options.host ?? '127.0.0.1';
  const cluster = new Cluster(targets, { address: host, port: options.port });
  const streams = new Streams();
  const stopSharing = shareSecrets(cluster, targets);
  const stopFacts = targets.subscribe(() => {
    cluster.sync();
    streams.wake();
  });
  const context: RouteContext = {
    cluster,
    log: (pod, container) => targets.log(pod, container),
    changed: (change) => {
      cluster.sync();
      options.onChange?.(change);
    },
  };
  const servers: FastifyInstance[] = [];
  const open = async (port: number, https: { cert: string; key: string } | null): Promise<string> => {
    const server = fastify({
      // Clients write long paths and queries; the body's limit is Kubernetes' own.
      bodyLimit: LIMITS.BODY,
      forceCloseConnections: true,
      requestTimeout: 60_000,
      ...(https === null ? {} : { https: { ...https, minVersion: 'TLSv1.2' as const } }),
    }) as FastifyInstance;
    servers.push(server);
    route(server, context, streams, options, host);
    await server.listen({ host, port });
    const address = server.server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    return `${https === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  };
  const close = async (): Promise<void> => {
    stopFacts();
    stopSharing();
    streams.close();
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const url = await open(options.port, options.tls);
    if (options.plainPort === undefined) return { url, close };
    return { url, plainUrl: await open(options.plainPort, null), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function route(
  server: FastifyInstance,
  context: RouteContext,
  streams: Streams,
  options: KubernetesApiOptions,
  host: string,
): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((request, reply) => sendError(noSuchPath(), request, reply));
  server.addHook('onRequest', async (request) => {
    checkOrigin(request.headers.host, request.headers.origin, options.allowedHosts ?? []);
    authenticate(request.headers.authorization, options.token);
  });
  server.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/*',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const asked = readRequest(request, options.token);
      context.cluster.sync();
      const answer = answerTo(context, asked, request.headers.host ?? host);
      await send(answer, reply, streams);
      return reply;
    },
  });
}

function answerTo(context: RouteContext, request: ApiRequest, address: string): Answer {
  const fixed = staticAnswer(request, address);
  if (fixed !== null) return fixed;
  if (request.path === SELF_REVIEW && request.method === 'POST') return reviewAnswer(request);
  const target = readTarget(request.path);
  if (target === null) {
    if (isApiPath(request.path)) throw noSuchPath();
    return { type: 'text', status: 404, body: '404 page not found\n' };
  }
  return resourceAnswer(context, target, {
    ...request,
    method: request.method === 'HEAD' ? 'GET' : request.method,
  });
}

/** Whether a path belongs to a group that this API has: others are not its own, and answered in plain text. */
function isApiPath(path: string): boolean {
  const [, root, name = ''] = path.split('/');
  return root === 'api' || root === 'openapi' || (root === 'apis' && group(name) !== null);
}

function readRequest(request: FastifyRequest, token: string): ApiRequest {
  const url = new URL(request.url, 'http://localhost');
  const { accept, authorization } = request.headers;
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: {
      accept,
      contentType: request.headers['content-type'],
      userAgent: request.headers['user-agent'] ?? '',
    },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    trusted: authenticate(authorization, token) === 'admin',
  };
}

async function send(answer: Answer, reply: FastifyReply, streams: Streams): Promise<void> {
  switch (answer.type) {
    case 'watch':
    case 'log':
      reply.hijack();
      streams.serve(answer, reply.raw);
      return;
    case 'json':
      for (const warning of answer.warnings ?? [])
        reply.header('warning', `299 - ${JSON.stringify(warning)}`);
      reply.code(answer.status);
      if (answer.yaml)
        await reply.type('application/yaml').send(
          stringify(answer.body, {
            sortMapEntries: true,
            indentSeq: false,
            aliasDuplicateObjects: false,
            lineWidth: 0,
          }),
        );
      else await reply.type(answer.contentType ?? 'application/json').send(JSON.stringify(answer.body));
      return;
    default:
      await reply
        .code(answer.status)
        .type(answer.contentType ?? 'text/plain; charset=utf-8')
        .send(answer.body);
  }
}

async function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const known = error instanceof ApiError ? error : transportError(error);
  request.log.debug(known.message);
  await reply.code(known.code).type('application/json').send(JSON.stringify(known.toStatus()));
}

/** An error of the HTTP library: a body beyond the limit, or a defect of this API. */
function transportError(error: unknown): ApiError {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge();
  const message = error instanceof Error ? error.message : 'unknown';
  return new ApiError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}
