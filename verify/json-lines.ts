import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { WorkerFailure } from '../common/worker-failure.ts';

/** How much of what the process writes to stderr is kept, characters from the end. */
const COMPLAINT = 2000;

/** A process that answers each JSON line on its stdin with one on its stdout. */
export class JsonLines<Order, Answer extends object> {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #complaint = '';

  constructor(child: ChildProcess) {
    const { stdin, stdout, stderr } = child;
    if (stdin === null || stdout === null || stderr === null) throw new Error('The process has no pipes.');
    this.#child = child;
    // A process that has ended is noticed by its missing answer, not by a broken pipe.
    stdin.on('error', () => undefined);
    child.on('error', (error) => {
      this.#complaint += error.message;
    });
    stderr.on('data', (chunk: Buffer) => {
      this.#complaint = `${this.#complaint}${chunk}`.slice(-COMPLAINT);
    });
    this.#answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /** Sends an order and waits for its answer. */
  async ask(order: Order): Promise<Answer | WorkerFailure> {
    this.#child.stdin?.write(`${JSON.stringify(order)}\n`);
    return this.next();
  }

  /** The next answer; `failed` with its own words where it has ended. */
  async next(): Promise<Answer | WorkerFailure> {
    const { value, done } = await this.#answers.next();
    if (done === true) return { failed: `the process ended: ${this.#complaint.trim()}` };
    return JSON.parse(value) as Answer;
  }

  /** Ends the process at once. */
  async end(): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null)
      return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
