import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../common/logger.ts';
import { documentAnswer, errorAnswer } from './answer.ts';
import { deliver, deliverWithFault } from './delivery.ts';
import { answerInstead, type ModelFault } from './faults.ts';
import { identifyRequest } from './request-ids.ts';
import { scoreRequest } from './scoring.ts';
import type { RequestHeaders, ScoringScript } from './script.ts';
import { describeService, SWAGGER_VERSIONS } from './swagger.ts';

/** The release of the real server whose behaviour this is, as `x-ms-server-version` names it. */
export const SERVER_VERSION = 'azmlinfsrv/1.5.1';

export interface RouteOptions {
  script: ScoringScript;
  log: Logger;
  /** How long `run` may take, in ms. */
  scoringTimeoutMs: number;
  isHealthy(): boolean;
  /** Called once for each scoring request: the fault that strikes it, and how many requests that one struck before. */
  nextFault(): { fault: ModelFault; nth: number } | null;
}

/** Adds the real server's routes: the health probe at `/`, `/swagger.json` and `/score`. */
export function addRoutes(app: FastifyInstance, options: RouteOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    const headers = readHeaders(request);
    const ids = identifyRequest(headers);
    reply.headers({ 'x-ms-server-version': SERVER_VERSION, ...ids.headers });
    if (headers.traceid !== undefined) reply.header('TraceId', headers.traceid);
    return ids.refused === null ? undefined : deliver(reply, errorAnswer(431, ids.refused));
  });

  app.get('/', (_request, reply) =>
    options.isHealthy()
      ? asPage(reply).send('Healthy')
      : deliver(reply, errorAnswer(503, 'The model server is set to be unhealthy.')),
  );

  app.get('/swagger.json', (request, reply) => {
    const version = new URL(request.url, 'http://model').searchParams.get('version') ?? '2';
    const document = describeService(options.script, version);
    if (document !== null) return deliver(reply, documentAnswer(document));
    const message = `There is no swagger of version "${version}"; the versions are ${SWAGGER_VERSIONS}.`;
    return deliver(reply, errorAnswer(404, message));
  });

  for (const url of ['/', '/swagger.json'])
    app.options(url, (_request, reply) => asPage(reply).header('allow', 'HEAD, GET, OPTIONS').send(''));

  app.route({
    url: '/score',
    method: ['GET', 'HEAD', 'POST', 'OPTIONS'],
    exposeHeadRoute: false,
    handler: (request, reply) => score(request, reply, options),
  });
}

async function score(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RouteOptions,
): Promise<FastifyReply> {
  const { script, scoringTimeoutMs, log } = options;
  const { method, url: target } = request;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const struck = options.nextFault();
  const answer =
    (struck === null ? null : await answerInstead(struck.fault, struck.nth)) ??
    (await scoreRequest(
      script,
      { method, target, headers: readHeaders(request), body },
      scoringTimeoutMs,
      log,
    ));

  // Not the target: the query of a GET is its input.
  log.debug({ method, status: answer.status, fault: struck?.fault.fault ?? null }, 'Scored a request');
  return struck === null ? deliver(reply, answer) : deliverWithFault(reply, answer, struck.fault);
}

/** The content type that Flask gives to a text. */
function asPage(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8');
}

/** The headers as they came. Those that came more than once are joined without a blank, as gunicorn does it. */
function readHeaders({ raw }: FastifyRequest): RequestHeaders {
  const headers = Object.entries(raw.headersDistinct);
  return Object.fromEntries(headers.map(([name, values]) => [name, (values ?? []).join(',')]));
}
