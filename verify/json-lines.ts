import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { WorkerFailure } from '../common/worker-failure.ts';

/** How much of a worker's complaints is kept, characters from the end. */
const COMPLAINT = 2000;

/** A worker process that answers each JSON line on its stdin with one on its stdout. */
export class JsonLines<Order, Answer extends object> {
  readonly #worker: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #complaint = '';

  constructor(worker: ChildProcess) {
    const { stdin, stdout, stderr } = worker;
    if (stdin === null || stdout === null || stderr === null) throw new Error('The worker has no pipes.');
    this.#worker = worker;
    // A worker that is gone is told by its missing answer, not by a broken pipe.
    stdin.on('error', () => undefined);
    worker.on('error', (error) => {
      this.#complaint += error.message;
    });
    stderr.on('data', (chunk: Buffer) => {
      this.#complaint = `${this.#complaint}${chunk}`.slice(-COMPLAINT);
    });
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /** Sends an order and waits for its answer. */
  async ask(order: Order): Promise<Answer | WorkerFailure> {
    this.#worker.stdin?.write(`${JSON.stringify(order)}\n`);
    return this.next();
  }

  /** The next answer; `failed` with the worker's own words where it has ended. */
  async next(): Promise<Answer | WorkerFailure> {
    const { value, done } = await this.#answers.next();
    if (done === true) return { failed: `the worker ended: ${this.#complaint.trim()}` };
    return JSON.parse(value) as Answer;
  }

  /** Ends the worker at once. */
  async end(): Promise<void> {
    if (this.#worker.pid === undefined || this.#worker.exitCode !== null || this.#worker.signalCode !== null)
      return;
    this.#worker.kill('SIGKILL');
    await once(this.#worker, 'exit');
  }
}
