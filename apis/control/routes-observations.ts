import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ObservationLog } from '../../common/observation-log.ts';
import { summarize } from '../../common/observation-summary.ts';
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
      if (request.headers.accept?.includes('text/event-stream')) return streamLive(log, request, reply);
      const events = log.all();
      return { ...summarize(events), events, dropped: log.dropped };
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

/**
 * Server-sent events (WHATWG HTML section 9.2): first what is kept, then each as it happens; `id` is `seq`, and
 * `Last-Event-ID` continues after one. The log is the only buffer: what a slow reader has not taken stays there, and
 * what was dropped meanwhile is announced by an event `dropped`.
 */
function streamLive(log: ObservationLog, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack();
  const out = reply.raw;
  out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let sent = lastSeen(request, log.last);
  // A reader is connected from here on, though nothing may have happened yet.
  out.write(': observations\n\n');
  let waiting = false;
  const pump = (): void => {
    for (let next = log.after(sent); next !== undefined && !waiting; next = log.after(sent)) {
      const missed = sent === 0 ? 0 : next.seq - sent - 1;
      const notice = missed === 0 ? '' : `event: dropped\ndata: ${JSON.stringify({ dropped: missed })}\n\n`;
      waiting = !out.write(
        `${notice}id: ${next.seq}\nevent: ${next.kind}\ndata: ${JSON.stringify(next)}\n\n`,
      );
      sent = next.seq;
    }
  };
  out.on('drain', () => {
    waiting = false;
    pump();
  });
  const stop = log.subscribe(pump);
  request.raw.socket.once('close', stop);
  pump();
  return reply;
}

/**
 * Where a reader left off: `Last-Event-ID`, which a browser sends when it connects again, or `since` of the address. A
 * number above all there are belongs to another run, and counts as none.
 */
function lastSeen({ headers, query }: FastifyRequest, newest: number): number {
  const number = Number(headers['last-event-id'] ?? (query as { since?: string }).since ?? 0);
  return Number.isSafeInteger(number) && number > 0 && number <= newest ? number : 0;
}
