import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { resetSocket } from '../common/reset-socket.ts';
import type { Answer } from './answer.ts';
import type { ModelFault } from './faults.ts';

/** Puts an answer on the wire. Headers that the server has set already are its own to keep. */
export function deliver(reply: FastifyReply, answer: Answer): FastifyReply {
  setHead(reply, answer);
  return reply.send(answer.body);
}

function setHead(reply: FastifyReply, answer: Answer): void {
  reply.code(answer.status);
  const taken = reply.getHeaders();
  for (const [name, value] of answer.headers) if (taken[name] === undefined) reply.header(name, value);
}

/**
 * Puts an answer on the wire as the fault has it. Resolves when there is nothing left to do for this request, at
 * the latest when the client has gone.
 */
export async function deliverWithFault(
  reply: FastifyReply,
  answer: Answer,
  fault: ModelFault,
): Promise<FastifyReply> {
  switch (fault.fault) {
    case 'slow-answer':
      await pause(fault.delayMs, untilGone(reply));
      return deliver(reply, answer);
    case 'slow-body':
      setHead(reply, answer);
      reply.header('content-length', answer.body.length);
      return reply.send(Readable.from(trickle(answer.body, fault, untilGone(reply)), { objectMode: false }));
    case 'no-answer':
      return reply.hijack();
    case 'crash':
      reply.hijack();
      end(reply, fault.how);
      return reply;
    case 'malformed':
      reply.hijack();
      reply.raw.socket?.end('These bytes are no status line.\r\n\r\n');
      return reply;
    case 'cut-body':
      setHead(reply, answer);
      reply.header('content-length', answer.body.length);
      await sendHalf(reply, answer.body);
      end(reply, fault.how);
      return reply;
    case 'cut-chunked':
      setHead(reply, answer);
      reply.header('transfer-encoding', 'chunked');
      await sendHalf(reply, answer.body);
      end(reply, 'close');
      return reply;
    case 'wrong-content-type':
      reply.header('content-type', fault.contentType);
      return deliver(reply, answer);
    case 'run-raises':
    case 'error-with-200':
    case 'statuses':
    case 'unhealthy':
      return deliver(reply, answer);
  }
}

/** Sends the head and the first half of the body, and waits until both have left the process. */
async function sendHalf(reply: FastifyReply, body: Buffer): Promise<void> {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(reply.statusCode);
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const gone = untilGone(reply);
  await new Promise<void>((resolve) => {
    gone.addEventListener('abort', () => resolve(), { once: true });
    reply.raw.write(half, () => resolve());
  });
}

function end(reply: FastifyReply, how: 'close' | 'reset'): void {
  const { socket } = reply.raw;
  if (socket === null) return;
  if (how === 'reset') resetSocket(socket);
  else socket.end();
}

async function* trickle(
  body: Buffer,
  { chunkBytes, everyMs }: { chunkBytes: number; everyMs: number },
  gone: AbortSignal,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length && !gone.aborted; at += chunkBytes) {
    await pause(everyMs, gone);
    yield body.subarray(at, at + chunkBytes);
  }
}

/** Aborted when the client has gone, or the server closes: a slow answer that no client reads is not waited for. */
function untilGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

async function pause(ms: number, gone: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: gone }).catch(() => undefined);
}
