import type { ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';
import { ApiError } from './api-error.ts';
import { LIMITS } from './limits.ts';
import { written } from './logs.ts';

type Streamed = Extract<Answer, { type: 'watch' | 'log' }>;

/** The answers that have no end of their own: watches, and logs that are followed. */
export class Streams {
  readonly #open = new Map<ServerResponse, () => void>();

  /** Sends an answer until its client leaves, its time is over or the API closes. */
  serve(answer: Streamed, response: ServerResponse): void {
    if (this.#open.size >= LIMITS.WATCHES) {
      const error = new ApiError(
        429,
        'TooManyRequests',
        `azureml-fe-mock serves at most ${LIMITS.WATCHES} watches`,
      );
      response.writeHead(429, { 'content-type': 'application/json' });
      response.end(JSON.stringify(error.toStatus()));
      return;
    }
    const type = answer.type === 'watch' ? 'application/json' : 'text/plain';
    response.writeHead(200, { 'content-type': type, 'transfer-encoding': 'chunked' });
    // The headers go out now: a client waits for them before it reads events.
    response.flushHeaders();
    const write = (text: string): void => {
      if (response.writableLength > LIMITS.WATCH_BACKLOG) response.destroy();
      else if (text !== '') response.write(text);
    };
    const end =
      answer.type === 'watch' ? this.#watch(answer, write, response) : this.#log(answer, write, response);
    response.once('close', () => {
      end();
      this.#open.delete(response);
    });
  }

  /** Looks for new lines of the logs that are followed. */
  wake(): void {
    for (const look of this.#open.values()) look();
  }

  close(): void {
    for (const response of this.#open.keys()) response.end();
  }

  #watch(
    answer: Extract<Answer, { type: 'watch' }>,
    write: (text: string) => void,
    response: ServerResponse,
  ): () => void {
    for (const event of answer.watch.first) write(`${JSON.stringify(event)}\n`);
    this.#open.set(response, () => undefined);
    if (answer.watch.first.at(-1)?.type === 'ERROR') {
      response.end();
      return () => undefined;
    }
    const stop = answer.watch.follow((event) => write(`${JSON.stringify(event)}\n`));
    const timer =
      answer.timeoutMs === 0
        ? undefined
        : setTimeout(() => response.end(), Math.min(answer.timeoutMs, MOST_MS));
    timer?.unref();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }

  #log(
    answer: Extract<Answer, { type: 'log' }>,
    write: (text: string) => void,
    response: ServerResponse,
  ): () => void {
    write(answer.text);
    this.#open.set(response, () => {
      for (const line of answer.more()) write(written(line, answer.query));
    });
    return () => undefined;
  }
}

/** A timer of Node cannot be longer. */
const MOST_MS = 2 ** 31 - 1;
