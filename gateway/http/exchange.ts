import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../common/logger.ts';
import type { ListenerName, Observe, RequestObserved, ResponseObserved } from '../../common/observations.ts';
import type { AnswerBook, AnswerValues } from '../routing/answer-book.ts';
import type { Condition } from '../routing/status-table.ts';
import type { RequestIds } from './ids.ts';
import { findKeys } from './key-finder.ts';

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
  /** The bearer keys that a request to an endpoint may carry; null where the router has none of the name. */
  knownKeys(endpoint: string | null): readonly string[];
}

/** What became of a request that was forwarded. */
export interface ForwardingOutcome {
  /** Null until the model server began to answer. */
  decision: Condition | null;
  /** Bytes of the request's body that were read. */
  requestBytes: number;
  /** A bearer key was among them. */
  keyInBody: boolean;
  /** Bytes of the model server's body that were sent on. */
  responseBytes: number;
}

/** A request on its way to a model server and back. */
export interface ForwardedRequest {
  /** As far as it has come. */
  readonly outcome: ForwardingOutcome;
  /** Called when the client goes away before its answer is complete. */
  clientGone(): void;
}

const NOT_FORWARDED: ForwardingOutcome = {
  decision: null,
  requestBytes: 0,
  keyInBody: false,
  responseBytes: 0,
};

/** One request, from its head to the end of its answer, and the observations of it. */
export class Exchange {
  readonly context: ExchangeContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: RouterConnection;
  readonly ids: RequestIds;
  /** The endpoint that the path names; null where the router has none of the name. */
  readonly endpoint: string | null;
  readonly #startedAt = performance.now();
  /** The router's own answer: a condition of the status table, or the name of a fault. */
  #answered: { decision: string; bytes: number } | null = null;
  #forwarded: { deployment: string; request: ForwardedRequest | null } | null = null;
  #brokenOff = false;

  constructor(
    context: ExchangeContext,
    request: IncomingMessage,
    response: ServerResponse,
    connection: RouterConnection,
    ids: RequestIds,
    endpoint: string | null,
  ) {
    this.context = context;
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.ids = ids;
    this.endpoint = endpoint;
    response.on('close', () => this.#closed());
  }

  /** Reports the head of the request. */
  reportRequest(authorization: RequestObserved['authorization']): void {
    const { headers, method = '', url = '' } = this.request;
    const { places, redact } = findKeys(this.request, this.context.knownKeys(this.endpoint));
    const { clientRequestId } = this.ids;
    this.context.observe({
      kind: 'http-request',
      connection: this.connection.id,
      requestId: this.ids.requestId,
      clientRequestId: clientRequestId === null ? null : redact(clientRequestId),
      listener: this.connection.listener,
      method,
      path: redact(url),
      host: headers.host === undefined ? null : redact(headers.host),
      endpoint: this.endpoint,
      keyIn: places,
      authorization,
      userAgent: headers['user-agent'] === undefined ? null : redact(headers['user-agent']),
    });
  }

  /** A fault answers in the router's place. @param name as `decision` shows it */
  intercepted(name: string): void {
    this.#answered = { decision: name, bytes: 0 };
  }

  /** A fault is about to break the answer off: a client that then closes as well has not gone away. */
  breakOff(): void {
    this.#brokenOff = true;
  }

  /** The request belongs to a deployment, which `request` forwards it to; null where the router answers for it. */
  belongsTo(deployment: string, request: ForwardedRequest | null): void {
    this.#forwarded = { deployment, request };
  }

  /** Answers with a row of the status table, or breaks off where another answer has already begun. */
  answer(condition: Condition, values: AnswerValues = {}): void {
    if (this.response.destroyed) return;
    if (this.response.headersSent) {
      this.#answered = { decision: condition, bytes: this.#outcome.responseBytes };
      this.response.destroy();
      return;
    }
    const bytes = this.context.book.write(this.response, condition, this.ids, {
      endpoint: this.endpoint ?? undefined,
      deployment: this.#forwarded?.deployment,
      ...values,
    });
    this.#answered = { decision: condition, bytes };
  }

  get #outcome(): ForwardingOutcome {
    return this.#forwarded?.request?.outcome ?? NOT_FORWARDED;
  }

  #closed(): void {
    const { response } = this;
    const outcome = response.writableFinished ? 'complete' : this.#howItBroke();
    if (outcome === 'client-gone') this.#forwarded?.request?.clientGone();
    const forwarding = this.#outcome;
    this.context.observe({
      kind: 'http-response',
      connection: this.connection.id,
      requestId: this.ids.requestId,
      status: response.headersSent ? response.statusCode : null,
      deployment: this.#forwarded?.deployment ?? null,
      requestBytes: forwarding.requestBytes,
      keyInBody: forwarding.keyInBody,
      responseBytes: this.#answered?.bytes ?? forwarding.responseBytes,
      outcome,
      decision: this.#answered?.decision ?? forwarding.decision ?? 'client-gone',
      durationMs: Math.round((performance.now() - this.#startedAt) * 1000) / 1000,
    });
  }

  #howItBroke(): ResponseObserved['outcome'] {
    // The client's end shows as FIN or as an error; where the router breaks off, neither is there.
    const { socket } = this.request;
    if (this.#brokenOff) return 'cut';
    return socket.readableEnded || socket.errored !== null ? 'client-gone' : 'cut';
  }
}
