import { Worker } from 'node:worker_threads';
import type { ObservationBody } from '../../common/observations.ts';
import { fromFailure } from '../../common/worker-failure.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { Command, Event, WorkerStart } from './messages.ts';

/** The receiver of what a worker sees and logs. */
export type WorkerHost = Pick<GatewayOptions, 'observe' | 'log' | 'onKeyLog' | 'divert'> &
  Required<Pick<GatewayOptions, 'nextConnection'>>;

type Question<T = Command> = T extends { order: 'serve' | 'settle' | 'close'; id: number }
  ? Omit<T, 'id'>
  : never;

/** One worker, seen from the main thread. */
export class WorkerThread {
  readonly #worker: Worker;
  readonly #host: WorkerHost;
  readonly #connections: ConnectionNumbers;
  readonly #asked = new Map<number, PromiseWithResolvers<void>>();
  #questions = 0;
  #serving = false;
  #closing = false;
  /** Why it ended, where it was not closed. */
  #ended: Error | null = null;

  constructor(script: string, start: WorkerStart, host: WorkerHost) {
    this.#host = host;
    this.#connections = new ConnectionNumbers(host.nextConnection);
    this.#worker = new Worker(script, { workerData: start });
    this.#worker.on('message', (report: Event) => this.#hear(report));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', (code) => this.#end(new Error(`A worker ended with ${code}.`)));
  }

  post(order: Command): void {
    this.#worker.postMessage(order);
  }

  /** Resolves when the worker has done it. @throws MockError what the worker failed with; Error where it is no more */
  async ask(question: Question): Promise<void> {
    if (this.#ended !== null) throw this.#ended;
    this.#questions += 1;
    const id = this.#questions;
    const answer = Promise.withResolvers<void>();
    this.#asked.set(id, answer);
    this.post({ ...question, id } as Command);
    try {
      await answer.promise;
      if (question.order === 'serve') this.#serving = true;
    } finally {
      this.#asked.delete(id);
    }
  }

  async close(graceMs: number, drainMs = 0): Promise<void> {
    if (this.#ended !== null) return;
    try {
      await this.ask({ order: 'close', graceMs, drainMs });
    } finally {
      this.#closing = true;
      await this.#worker.terminate();
    }
  }

  /**
   * It ended without being closed. Open questions fail; and if it served already the process ends, as with an error in
   * a single thread: a router that goes on with a part of itself would have no defined behaviour.
   */
  #end(error: Error): void {
    if (this.#closing || this.#ended !== null) return;
    this.#ended = error;
    const serving = this.#serving || this.#asked.size === 0;
    for (const { reject } of this.#asked.values()) reject(error);
    if (serving) throw error;
  }

  #hear(report: Event): void {
    const { observe, log, onKeyLog } = this.#host;
    switch (report.report) {
      case 'done':
        this.#asked.get(report.id)?.resolve();
        return;
      case 'failed':
        this.#asked.get(report.id)?.reject(fromFailure(report.failure));
        return;
      case 'observed':
        for (const body of report.bodies) observe(this.#connections.renumber(body));
        return;
      case 'log':
        log[report.level](report.fields, report.message);
        return;
      case 'key-log':
        onKeyLog?.(Buffer.from(report.line));
        return;
      case 'divert':
        void this.#divert(report);
    }
  }

  async #divert({ id, offer }: Extract<Event, { report: 'divert' }>): Promise<void> {
    try {
      this.post({ order: 'diverted', id, to: (await this.#host.divert?.(offer)) ?? null });
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      this.post({ order: 'diverted', id, to: null, failed });
    }
  }
}

/** How many closed connections a number is kept for. */
const CLOSED_KEPT = 10_000;

/** Each worker counts its connections from 1; in one stream of observations a number means one connection. */
class ConnectionNumbers {
  readonly #next: () => number;
  readonly #numbers = new Map<number, number>();
  /** The last ones that were closed, in a ring: the end of a request may be reported after that of its connection. */
  readonly #closed: number[] = [];
  #oldest = 0;

  constructor(next: () => number) {
    this.#next = next;
  }

  renumber(body: ObservationBody): ObservationBody {
    if (!('connection' in body)) return body;
    let connection = this.#numbers.get(body.connection);
    if (connection === undefined) {
      connection = this.#next();
      this.#numbers.set(body.connection, connection);
    }
    if (body.kind === 'connection-closed') {
      const forgotten = this.#closed[this.#oldest];
      if (forgotten !== undefined) this.#numbers.delete(forgotten);
      this.#closed[this.#oldest] = body.connection;
      this.#oldest = (this.#oldest + 1) % CLOSED_KEPT;
    }
    return { ...body, connection };
  }
}
