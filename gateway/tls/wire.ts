import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { RecordReader, type TlsRecord } from './records.ts';
import { answerHello, passRecord, type WireAction, type WireFault } from './wire-faults.ts';

export interface WireOptions {
  socket: Socket;
  fault: WireFault | null;
  /** Called for every record that really travelled, in order. */
  onRecord(sentBy: 'client' | 'server', record: TlsRecord): void;
}

/**
 * The ciphertext side of a TLS connection as a stream between the TCP socket and Node's TLS engine. It names the
 * records that pass in both directions and is where a `WireFault` takes hold. Slower than handing the socket to
 * the engine directly, so it is only put in where somebody wants to see or to spoil the wire.
 */
export class Wire extends Duplex {
  readonly #socket: Socket;
  readonly #fault: WireFault | null;
  readonly #onRecord: WireOptions['onRecord'];
  readonly #fromClient = new RecordReader('client');
  readonly #fromServer = new RecordReader('server');
  #answered = false;
  #silenced = false;

  constructor(options: WireOptions) {
    super({ allowHalfOpen: true });
    this.#socket = options.socket;
    this.#fault = options.fault;
    this.#onRecord = options.onRecord;
    options.socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    options.socket.on('end', () => this.push(null));
    options.socket.on('error', (error) => this.destroy(error));
    options.socket.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    for (const record of this.#fromClient.push(chunk)) this.#onRecord('client', record);
    if (this.#silenced) return;
    if (!this.#answered) {
      this.#answered = true;
      const instead = this.#fault === null ? null : answerHello(this.#fault);
      if (instead !== null) {
        this.#act(instead);
        return;
      }
    }
    if (!this.push(chunk)) this.#socket.pause();
  }

  #act(action: WireAction): void {
    for (const bytes of action.send) this.#send(bytes);
    if (action.after === 'go-on') return;
    this.#silenced = true;
    if (action.after === 'close') this.#socket.end();
    if (action.after === 'reset') this.#socket.resetAndDestroy();
  }

  /**
   * Sends with the rest of the flight in one segment: a client that refuses the certificate closes at once, and the
   * rest arriving after that would reset the connection before its alert was read.
   */
  #send(bytes: Buffer): void {
    if (!this.#socket.writable) return;
    this.#socket.cork();
    this.#socket.write(bytes);
    process.nextTick(() => this.#socket.uncork());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const records = this.#fromServer.push(chunk);
    for (const record of records) {
      if (this.#silenced) break;
      const action: WireAction =
        this.#fault === null ? { send: [record.bytes], after: 'go-on' } : passRecord(this.#fault, record);
      if (action.send.length > 0) this.#onRecord('server', record);
      this.#act(action);
    }
    if (this.#silenced || !this.#socket.writableNeedDrain) done();
    else this.#socket.once('drain', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#silenced && this.#socket.writable) this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#silenced) this.#socket.destroy();
    done(error);
  }
}
