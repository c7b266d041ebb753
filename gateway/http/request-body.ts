import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

export interface RequestBodyOptions {
  request: IncomingMessage;
  /** What was read of the body already. */
  first: Buffer | null;
  limitBytes: number;
  /** Called with each further piece. */
  onProgress(chunk: Buffer): void;
  /** Called once when the body outgrows the limit; nothing of it is passed on after that. */
  onTooLarge(): void;
}

/**
 * A request body on its way to the model server, counted and with backpressure: no more is read from the client than
 * the model server takes. Destroying it leaves the client's connection alone, which still has to carry the answer;
 * what the client goes on sending is read and dropped.
 */
export class RequestBody extends Readable {
  readonly #options: RequestBodyOptions;
  #bytes: number;

  constructor(options: RequestBodyOptions) {
    super();
    this.#options = options;
    this.#bytes = options.first?.length ?? 0;
    if (options.first !== null) this.push(options.first);
    options.request.on('data', this.#onData);
    options.request.on('end', this.#onEnd);
    options.request.pause();
  }

  override _read(): void {
    this.#options.request.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { request } = this.#options;
    request.off('data', this.#onData);
    request.off('end', this.#onEnd);
    request.resume();
    done(error);
  }

  #onData = (chunk: Buffer): void => {
    const { request, limitBytes, onProgress, onTooLarge } = this.#options;
    this.#bytes += chunk.length;
    onProgress(chunk);
    if (this.#bytes > limitBytes) {
      onTooLarge();
    } else if (!this.push(chunk)) {
      request.pause();
    }
  };

  #onEnd = (): void => {
    this.push(null);
  };
}
