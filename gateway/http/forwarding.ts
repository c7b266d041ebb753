import type { IncomingHttpHeaders, OutgoingHttpHeader } from 'node:http';
import type { Dispatcher } from 'undici';
import type { Place, Waiter } from '../routing/admission.ts';
import type { AnswerValues } from '../routing/answer-book.ts';
import type { LiveDeployment } from '../routing/live-deployment.ts';
import type { Route } from '../routing/route.ts';
import type { Condition } from '../routing/status-table.ts';
import type { Exchange, ForwardedRequest, ForwardingOutcome } from './exchange.ts';
import { pushIds, requestFields, responseFields } from './headers.ts';
import { BodyKeyFinder } from './key-finder.ts';
import { RequestBody } from './request-body.ts';

type Controller = Dispatcher.DispatchController;

/** Where a forwarded request stands. */
type Phase = 'waiting' | 'forwarding' | 'over';

/** Bytes; larger bodies are not worth a copy. */
const ONE_PIECE = 16_384;

/**
 * One request on its way through a deployment: it waits for a slot, goes to the model server, and its answer comes
 * back, all of it as streams. Also undici's handler, which spares an object for each request.
 */
export class Forwarding implements ForwardedRequest, Waiter, Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  readonly #deployment: LiveDeployment;
  readonly #route: Route;
  readonly outcome: ForwardingOutcome = {
    decision: null,
    requestBytes: 0,
    keyInBody: false,
    responseBytes: 0,
  };
  readonly #keys: BodyKeyFinder;
  #phase: Phase = 'waiting';
  #place: Place | null = null;
  #controller: Controller | null = null;
  #timer: NodeJS.Timeout | null = null;
  #answered = false;
  #contentLength: number | null = null;

  constructor(exchange: Exchange, deployment: LiveDeployment, route: Route) {
    this.#exchange = exchange;
    this.#deployment = deployment;
    this.#route = route;
    this.#keys = new BodyKeyFinder(exchange.context.knownKeys(exchange.endpoint));
  }

  start(): void {
    const admission = this.#deployment.admission.enter(this);
    if (admission === 'full') {
      this.#phase = 'over';
      this.#exchange.answer('queue-full');
    } else if (admission !== 'admitted') {
      this.#place = admission;
    } else if (this.#hasBody) {
      // The body of a small request stands behind its head in the same packet, and is here one tick later.
      process.nextTick(forward, this);
    } else {
      this.admitted();
    }
  }

  // --- while it waits ---------------------------------------------------------------------------------------------

  admitted(): void {
    if (this.#phase === 'over') {
      this.#deployment.admission.release();
      return;
    }
    this.#phase = 'forwarding';
    const { spec, pool, paths } = this.#deployment;
    const { request, context, ids, connection } = this.#exchange;
    const first = this.#hasBody ? (request.read() as Buffer | null) : null;
    this.outcome.requestBytes = first?.length ?? 0;
    if (first !== null) this.#look(first);
    if (this.outcome.requestBytes > context.bodyLimitBytes) {
      this.#refuseBody();
      return;
    }
    this.#timer = setTimeout(timeOut, spec.requestTimeoutMs, this);
    const headers = requestFields(
      request.headers,
      ids,
      { address: request.socket.remoteAddress, listener: connection.listener },
      context.forwardAuthorization,
    );
    pool.dispatch(
      {
        method: request.method ?? 'GET',
        path: paths[this.#route.operation] + this.#route.query,
        headers,
        body: this.#bodyAfter(first, headers),
      },
      this,
    );
  }

  expired(): void {
    this.#phase = 'over';
    this.#exchange.answer('queue-full');
  }

  // --- the request's body -----------------------------------------------------------------------------------------

  get #hasBody(): boolean {
    const { headers } = this.#exchange.request;
    return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  }

  /** The body as one piece where all of it is here already, which is the cheap and common case; as a stream otherwise. */
  #bodyAfter(first: Buffer | null, headers: string[]): Buffer | RequestBody | null {
    const { request, context } = this.#exchange;
    const length = request.headers['content-length'];
    if (!this.#hasBody || request.complete || first?.length === Number(length)) return first;
    if (length !== undefined) headers.push('content-length', length);
    return new RequestBody({
      request,
      first,
      limitBytes: context.bodyLimitBytes,
      onProgress: (chunk) => {
        this.outcome.requestBytes += chunk.length;
        this.#look(chunk);
        // The model server's time begins when it has the whole request.
        this.#timer?.refresh();
      },
      onTooLarge: () => this.#refuseBody(),
    });
  }

  #look(chunk: Buffer): void {
    this.#keys.push(chunk);
    this.outcome.keyInBody = this.#keys.found;
  }

  #refuseBody(): void {
    this.#exchange.answer('body-too-large', { limit: this.#exchange.context.bodyLimitBytes });
    this.#giveUp('the body is too large');
  }

  // --- undici's side ----------------------------------------------------------------------------------------------

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // Nothing could be aborted while the connection was still being made.
    if (this.#phase === 'over') controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: IncomingHttpHeaders,
    reason?: string,
  ): void {
    // 100 to 199 announce the answer (RFC 9110 section 15.2); this is not it.
    if (status < 200) return;
    const { response, context, ids } = this.#exchange;
    const condition = this.#conditionOf(status);
    const answer = context.book.answerTo(condition);
    this.outcome.decision = condition;
    const values: AnswerValues = { modelStatus: status, modelReason: reason || String(status) };
    if (answer.body !== 'model') {
      this.#exchange.answer(condition, values);
      this.#answered = true;
      return;
    }
    const fields = responseFields(headers, context.book.ownFields);
    context.book.pushOwnFields(fields, answer, values);
    fields.push('azureml-model-deployment', this.#deployment.spec.name);
    pushIds(fields, ids);
    const length = headers['content-length'];
    this.#contentLength = length === undefined ? null : Number(length);
    response.writeHead(answer.status === 'model' ? status : answer.status, fields as OutgoingHttpHeader[]);
    // A head without a body behind it in the same packet must not wait for one.
    if (this.#contentLength !== 0) process.nextTick(flushHead, this);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#answered) return;
    const { response } = this.#exchange;
    const nothingSent = this.outcome.responseBytes === 0;
    this.outcome.responseBytes += chunk.length;
    if (nothingSent && chunk.length === this.#contentLength) {
      this.#answered = true;
      // As text of one byte a character it goes out with the head in one piece, which saves a gathering write.
      if (chunk.length <= ONE_PIECE) response.end(chunk.toString('latin1'), 'latin1');
      else response.end(chunk);
    } else if (!response.write(chunk)) {
      controller.pause();
      response.once('drain', () => controller.resume());
    }
  }

  onResponseEnd(): void {
    if (!this.#answered) this.#exchange.response.end();
    this.#answered = true;
    this.#finish();
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    if (this.#phase === 'over') return;
    this.#finish();
    const { endpoint, spec } = this.#deployment;
    this.#exchange.context.log.debug(
      { endpoint, deployment: spec.name, cause: error.message },
      'model server failed',
    );
    this.#exchange.answer('model-crashed');
  }

  // --- how it ends ------------------------------------------------------------------------------------------------

  clientGone(): void {
    this.#giveUp('the client went away');
  }

  timeOut(): void {
    this.#exchange.answer('timeout', { seconds: this.#deployment.spec.requestTimeoutMs / 1000 });
    this.#giveUp('the model server took too long');
  }

  flushHead(): void {
    const { response } = this.#exchange;
    if (!this.#answered && this.outcome.responseBytes === 0 && !response.destroyed) response.flushHeaders();
  }

  /** Leaves the queue or takes the request back from the model server, which frees its slot. */
  #giveUp(reason: string): void {
    if (this.#phase === 'over') return;
    if (this.#phase === 'waiting') {
      this.#phase = 'over';
      // Without a place it has its slot already, and gives it back when its tick comes.
      if (this.#place !== null) this.#deployment.admission.leave(this.#place);
      return;
    }
    this.#finish();
    this.#controller?.abort(new Error(reason));
  }

  #finish(): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#deployment.admission.release();
  }

  #conditionOf(status: number): Condition {
    if (status >= 500) return 'model-error';
    if (this.#route.operation === 'swagger') return 'swagger';
    return status >= 400 ? 'model-refused' : 'scored';
  }
}

const forward = (forwarding: Forwarding): void => forwarding.admitted();
const timeOut = (forwarding: Forwarding): void => forwarding.timeOut();
const flushHead = (forwarding: Forwarding): void => forwarding.flushHead();
