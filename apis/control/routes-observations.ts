import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ObservationLog } from '../../common/observation-log.ts';
import { summarize } from '../../common/observation-summary.ts';
import type { Observation } from '../../common/observations.ts';
import { NO_CONTENT, ObservationsAnswer } from './answers.ts';

/** What was seen: folded into queries, connections and requests, and as the plain stream of events. */
export function addObservationRoutes(app: FastifyInstance, log: ObservationLog): void {
  app.get(
    '/observations',
    {
      schema: {
        summary: 'What was seen so far; with Accept: text/event-stream, what is being seen',
        response: { 200: ObservationsAnswer },
      },
    },
    (request, reply) => {
      if (request.headers.accept?.includes('text/event-stream'))
        return streamLive(log, request.raw.socket, reply);
      const events = log.all();
      return { ...summarize(events), events };
    },
  );
  app.delete(
    '/observations',
    { schema: { summary: 'Forget what was seen', response: NO_CONTENT } },
    (_request, reply) => {
      log.clear();
      return reply.code(204).send();
    },
  );
}

/** Server-sent events (WHATWG HTML section 9.2): first what is kept, then each as it happens; `id` is `seq`. */
function streamLive(log: ObservationLog, socket: NodeJS.EventEmitter, reply: FastifyReply): FastifyReply {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (observation: Observation): void => {
    out.write(`id: ${observation.seq}\nevent: ${observation.kind}\ndata: ${JSON.stringify(observation)}\n\n`);
  };
  for (const observation of log.all()) send(observation);
  const stop = log.subscribe(send);
  socket.once('close', stop);
  return reply;
}
