import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { ClientOffer } from '../../common/observations.ts';
import { resetSocket } from '../../common/reset-socket.ts';
import { RecordReader, type TlsRecord } from './records.ts';
import { answerHello, passRecord, takeRecord, type WireAction, type WireFault } from './wire-faults.ts';

export interface WireOptions {
  socket: Socket;
  fault: WireFault | null;
  /** What the ClientHello offers, for faults that look at it. */
  offer: ClientOffer | null;
  /** Called for every record that really travelled, in order. */
  onRecord(sentBy: 'client' | 'server', record: TlsRecord): void;
  /** Called just before the fault ends the connection. */
  onCut(how: 'close' | 'reset'): void;
}

/**
 * The ciphertext side of a TLS connection as a stream between the TCP socket and Node's TLS engine. It names the
 * records that pass in both directions and is where a `WireFault` takes hold. Slower than handing the socket to
 * the engine directly, so it is only used to observe or to break the wire.
 */
export class Wire extends Duplex {
  readonly #options: WireOptions;
  readonly #socket: Socket;
  readonly #fault: WireFault | null;
  readonly #fromClient = new RecordReader('client');
  readonly #fromServer = new RecordReader('server');
  #answered = false;
  /** The fault has ended the handshake: nothing passes any more, in either direction. */
  #silenced = false;

  constructor(options: WireOptions) {
    super({ allowHalfOpen: true });
    this.#options = options;
    this.#socket = options.socket;
    this.#fault = options.fault;
    options.socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    options.socket.on('end', () => {
      this.push(null);
      // The engine knows nothing of what the fault did, and would wait for the rest of a handshake.
      if (this.#silenced) options.socket.end();
    });
    options.socket.on('error', (error) => this.destroy(error));
    options.socket.on('close', () => this.destroy());
  }

  #receive(chunk: Buffer): void {
    const records = this.#fromClient.push(chunk);
    for (const record of records) {
      this.#options.onRecord('client', record);
      if (this.#fault === null || this.#silenced) continue;
      this.#act(this.#meet(this.#fault, record));
      if (!this.#silenced) this.#give(record.bytes);
    }
    // Where nothing is to be spoilt, what is no record has to reach the engine too, which says so.
    if (this.#fault === null) this.#give(chunk);
  }

  /** The first record is the ClientHello: it was read before the engine was made, and is whole. */
  #meet(fault: WireFault, record: TlsRecord): WireAction {
    if (this.#answered) return takeRecord(fault, record);
    this.#answered = true;
    const action = answerHello(fault, this.#options.offer, record.bytes.length);
    // In place of the engine's own records, which are reported as they are written.
    const records = action.send.flatMap((bytes) => new RecordReader('server').push(bytes));
    for (const sent of records) this.#options.onRecord('server', sent);
    return action;
  }

  #give(bytes: Buffer): void {
    if (!this.push(bytes)) this.#socket.pause();
  }

  #act({ send, after }: WireAction): void {
    if (send.length > 0 && this.#socket.writable) this.#socket.write(Buffer.concat(send));
    if (after === 'go-on') return;
    this.#silenced = true;
    if (after === 'stall') return;
    this.#options.onCut(after);
    if (after === 'close') this.#socket.end();
    else resetSocket(this.#socket);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // In one packet: a client may reset at the first record, and its alert would be lost to a later write.
    this.#socket.cork();
    for (const record of this.#fromServer.push(chunk)) {
      if (this.#silenced) break;
      const action: WireAction =
        this.#fault === null ? { send: [record.bytes], after: 'go-on' } : passRecord(this.#fault, record);
      if (action.send.length > 0) this.#options.onRecord('server', record);
      this.#act(action);
    }
    this.#socket.uncork();
    if (this.#silenced || !this.#socket.writableNeedDrain) done();
    else this.#socket.once('drain', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#silenced && this.#socket.writable) this.#socket.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#silenced) this.#socket.destroySoon();
    done(error);
  }
}
