import type { AddressInfo } from 'node:net';
import swagger from '@fastify/swagger';
import { Type } from '@sinclair/typebox';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { hostAndPort } from '../../common/addresses.ts';
import { MockError, toProblem } from '../../common/errors.ts';
import { isKnownHost } from '../../common/known-host.ts';
import { lazySchemas } from '../../common/lazy-schemas.ts';
import { explainListenError } from '../../common/listen-error.ts';
import type { Logger } from '../../common/logger.ts';
import { HealthAnswer, ProblemAnswer, textAnswer } from './answers.ts';
import { fail } from './errors.ts';
import { isKnownOrigin } from './guard.ts';
import { addClientRoutes } from './routes-client.ts';
import { addDnsRoutes } from './routes-dns.ts';
import { addEndpointRoutes } from './routes-endpoints.ts';
import { addExtensionRoutes } from './routes-extension.ts';
import { addObservationRoutes } from './routes-observations.ts';
import { addPageRoutes } from './routes-page.ts';
import { addScenarioRoutes } from './routes-scenario.ts';
import type { ControlTargets } from './targets.ts';

export interface ControlOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Names beside `localhost` and IP addresses under which the API may be called. */
  allowedHosts: string[];
  parts: ControlTargets;
  log: Logger;
}

export interface Control {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts the control API: JSON over HTTP, errors as `application/problem+json` (RFC 9457), described at
 * `/openapi.json`.
 *
 * @throws MockError PORT_IN_USE and its like
 */
export async function startControl(options: ControlOptions): Promise<Control> {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 255 },
    schemaController: lazySchemas,
  });
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'azureml-fe-mock control API',
        description: 'Drives a running harness: settings, DNS, scenarios, and what was observed.',
        version: '1',
      },
    },
  });
  describeErrors(app);
  guard(app, options);
  settle(app, options.parts);
  answerErrors(app, options.log);
  await app.register(async (routes) => addRoutes(routes, options.parts));
  await listen(app, options);
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://${hostAndPort(options.host, port)}`, port, close: () => app.close() };
}

function addRoutes(app: FastifyInstance, parts: ControlTargets): void {
  app.get(
    '/health',
    { schema: { summary: 'Is it up, and what does it serve?', response: { 200: HealthAnswer } } },
    () => ({
      status: 'ok',
      ...parts.health(),
    }),
  );
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  const { caPem } = parts;
  if (caPem !== undefined) {
    app.get<{ Querystring: { host?: string } }>(
      '/ca.pem',
      {
        schema: {
          summary: 'The certificate to trust, PEM; ?host=NAME.badfe.test for the host of a scenario',
          querystring: Type.Object({ host: Type.Optional(Type.String()) }),
          response: textAnswer('application/x-pem-file', 'The certificate, PEM'),
        },
      },
      async (request, reply) => reply.type('application/x-pem-file').send(await caPem(request.query.host)),
    );
  }
  const { metrics } = parts;
  if (metrics !== undefined) {
    app.get(
      '/metrics',
      {
        schema: {
          summary: 'Prometheus metrics',
          response: textAnswer('text/plain', 'The metrics in Prometheus text format'),
        },
      },
      async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()),
    );
  }
  addObservationRoutes(app, parts.observations);
  if (parts.page !== undefined) addPageRoutes(app, parts.page, caPem);
  if (parts.dns !== undefined) addDnsRoutes(app, parts.dns);
  if (parts.extension !== undefined) addExtensionRoutes(app, parts.extension);
  if (parts.endpoints !== undefined) addEndpointRoutes(app, parts.endpoints);
  if (parts.scenarios !== undefined) addScenarioRoutes(app, parts.scenarios);
  if (parts.client !== undefined) addClientRoutes(app, parts.client);
}

/** Adds the form of an error to the description of every route. */
function describeErrors(app: FastifyInstance): void {
  app.addHook('onRoute', ({ schema }) => {
    if (schema !== undefined && !schema.hide)
      schema.response = { ...(schema.response ?? {}), default: ProblemAnswer };
  });
}

function guard(app: FastifyInstance, { allowedHosts }: ControlOptions): void {
  app.addHook('onRequest', async (request) => {
    const { host, origin } = request.headers;
    if (!isKnownHost(host, allowedHosts)) throw fail('CONTROL_HOST_UNKNOWN', { host: host ?? '' });
    if (!isKnownOrigin(origin, host)) throw fail('CONTROL_ORIGIN_FOREIGN', { origin: origin ?? '' });
  });
}

/** What is read is what has been seen by now, and what was changed is in force when the answer is there. */
function settle(app: FastifyInstance, { flushed }: ControlTargets): void {
  if (flushed === undefined) return;
  app.addHook('preHandler', flushed);
  app.addHook('onSend', async (request) => {
    if (request.method !== 'GET') await flushed();
  });
}

function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: FastifyError | MockError, request, reply) => {
    const known = error instanceof MockError ? error : explain(error);
    if (known.status >= 500) log.error({ route: request.url, code: known.code }, error.message);
    return reply.code(known.status).type('application/problem+json').send(toProblem(known));
  });
  app.setNotFoundHandler((request, reply) => {
    const error = fail('CONTROL_NOT_FOUND', { method: request.method, path: request.url });
    return reply.code(error.status).type('application/problem+json').send(toProblem(error));
  });
}

/** What fastify itself refuses (schema, media type, size), in this product's words. */
function explain(error: FastifyError): MockError {
  if ((error.statusCode ?? 500) < 500) return fail('CONTROL_BAD_REQUEST', { problem: error.message }, error);
  return fail('CONTROL_FAILED', { problem: error.message }, error);
}

async function listen(app: FastifyInstance, { host, port }: ControlOptions): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error as NodeJS.ErrnoException, { host, port, option: '--control-port' });
  }
}
