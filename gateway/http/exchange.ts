import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../common/logger.ts';
import type { ListenerName, Observe, RequestObserved, ResponseObserved } from '../../common/observations.ts';
import type { AnswerBook, AnswerValues } from '../routing/answer-book.ts';
import type { Condition } from '../routing/status-table.ts';
import type { RequestIds } from './ids.ts';

/** The connection that a request came in on. */
export interface RouterConnection {
  readonly id: number;
  readonly listener: ListenerName;
}

/** What all exchanges of one router share. */
export interface ExchangeContext {
  book: AnswerBook;
  observe: Observe;
  log: Logger;
  bodyLimitBytes: number;
  forwardAuthorization: boolean;
}

/** One request, from its head to the end of its answer, and what is told about it. */
export class Exchange {
  readonly context: ExchangeContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: RouterConnection;
  readonly ids: RequestIds;
  readonly #startedAt = performance.now();
  endpoint: string | null = null;
  deployment: string | null = null;
  /** What made the status: a condition of the status table, or the name that a fault goes by. */
  decision = 'client-gone';
  /** Set before a fault breaks the answer off: a client that then closes as well has not gone away. */
  brokenOff = false;
  requestBytes = 0;
  responseBytes = 0;
  /** What works on the request and is told when the client goes away before its answer is complete. */
  worker: { clientGone(): void } | null = null;

  constructor(
    context: ExchangeContext,
    request: IncomingMessage,
    response: ServerResponse,
    connection: RouterConnection,
    ids: RequestIds,
  ) {
    this.context = context;
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.ids = ids;
    response.on('close', () => this.#closed());
  }

  /** Tells that the head of the request is here. */
  tellRequest(authorization: RequestObserved['authorization']): void {
    const { headers, method = '', url = '' } = this.request;
    this.context.observe({
      kind: 'http-request',
      connection: this.connection.id,
      requestId: this.ids.requestId,
      clientRequestId: this.ids.clientRequestId,
      listener: this.connection.listener,
      method,
      path: url,
      host: headers.host ?? null,
      endpoint: this.endpoint,
      authorization,
      userAgent: headers['user-agent'] ?? null,
    });
  }

  /** Answers with a row of the status table, or breaks off where another answer has already begun. */
  answer(condition: Condition, values: AnswerValues = {}): void {
    if (this.response.destroyed) return;
    this.decision = condition;
    if (this.response.headersSent) {
      this.response.destroy();
      return;
    }
    this.responseBytes = this.context.book.write(this.response, condition, this.ids, {
      ...(this.endpoint === null ? {} : { endpoint: this.endpoint }),
      ...(this.deployment === null ? {} : { deployment: this.deployment }),
      ...values,
    });
  }

  #closed(): void {
    const { response } = this;
    const outcome = response.writableFinished ? 'complete' : this.#brokenOff();
    if (outcome === 'client-gone') this.worker?.clientGone();
    this.context.observe({
      kind: 'http-response',
      connection: this.connection.id,
      requestId: this.ids.requestId,
      status: response.headersSent ? response.statusCode : null,
      deployment: this.deployment,
      requestBytes: this.requestBytes,
      responseBytes: this.responseBytes,
      outcome,
      decision: this.decision,
      durationMs: Math.round((performance.now() - this.#startedAt) * 1000) / 1000,
    });
  }

  #brokenOff(): ResponseObserved['outcome'] {
    // The client's end shows as FIN or as an error; where the router breaks off, neither is there.
    const { socket } = this.request;
    if (this.brokenOff) return 'cut';
    return socket.readableEnded || socket.errored !== null ? 'client-gone' : 'cut';
  }
}
