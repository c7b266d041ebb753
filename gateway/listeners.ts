import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ListenerName, Observe } from '../common/observations.ts';
import type { GatewayState } from './gateway-options.ts';
import { findDeadPort, type Listener, type ListenerOptions, reservePort, startListener } from './listener.ts';
import type { Connection } from './tls/connection.ts';
import type { ServerCertificate } from './tls/context.ts';

/** Which ports a router has open. */
export type OpenPorts = Record<ListenerName, boolean>;

/** The ports of a router. */
export interface Listeners {
  /** Null while the port is closed. */
  readonly httpsPort: number | null;
  readonly httpPort: number | null;
  /** The port that belongs in a scoring URI, also while nothing listens on it. */
  readonly httpsPortWanted: number;
  /**
   * Checks that the ports are free that `follow` is going to open, so that it does not fail half way.
   *
   * @throws MockError PORT_IN_USE and its like
   */
  reserve(open: OpenPorts): Promise<void>;
  /** Opens and closes ports, so that they serve what is in service now. @throws MockError PORT_IN_USE and its like */
  follow(open: OpenPorts, state: GatewayState, identity: ServerCertificate | null): Promise<void>;
  /** Resolves when the last change is served on every port. */
  flushed(): Promise<void>;
  close(graceMs: number, drainMs?: number): Promise<void>;
}

export const LISTENERS: readonly ListenerName[] = ['https', 'http'];

/** What an update leaves to requests in flight on a port that it closes, ms. */
export const CLOSE_GRACE_MS = 5000;

export interface OwnListenersOptions
  extends Pick<ListenerOptions, 'nextConnection' | 'accept' | 'listen' | 'http'> {
  host: string;
  httpsPort: number;
  httpPort: number;
  observe: Observe;
  handle(request: IncomingMessage, response: ServerResponse, connection: Connection): void;
}

/** The ports of a router that serves them itself. */
export class OwnListeners implements Listeners {
  readonly #options: OwnListenersOptions;
  readonly #open: Record<ListenerName, Listener | null> = { https: null, http: null };
  readonly #ports: Record<ListenerName, number>;

  constructor(options: OwnListenersOptions) {
    this.#options = options;
    this.#ports = { https: options.httpsPort, http: options.httpPort };
  }

  get httpsPort(): number | null {
    return this.#open.https?.port ?? null;
  }

  get httpPort(): number | null {
    return this.#open.http?.port ?? null;
  }

  get httpsPortWanted(): number {
    return this.#ports.https;
  }

  async reserve(open: OpenPorts): Promise<void> {
    const { host } = this.#options;
    // Where nothing is served yet, nothing could be lost.
    if (this.httpsPort === null && this.httpPort === null) return;
    for (const name of LISTENERS) {
      if (!open[name] || this.#open[name] !== null) continue;
      const { release } = await reservePort({ host, port: this.#ports[name], name });
      await release();
    }
  }

  async follow(open: OpenPorts): Promise<void> {
    for (const name of LISTENERS) await this.#openOrClose(name, open[name]);
  }

  async #openOrClose(name: ListenerName, wanted: boolean): Promise<void> {
    const { host, ...options } = this.#options;
    const listener = this.#open[name];
    if (name === 'https' && !wanted && this.#ports.https === 0) this.#ports.https = await findDeadPort(host);
    if (wanted === (listener !== null)) return;
    if (listener !== null) {
      this.#open[name] = null;
      await listener.close(CLOSE_GRACE_MS);
      return;
    }
    const opened = await startListener({ ...options, name, host, port: this.#ports[name] });
    this.#open[name] = opened;
    // A port that closes and opens again is the same port.
    this.#ports[name] = opened.port;
  }

  flushed(): Promise<void> {
    return Promise.resolve();
  }

  async close(graceMs: number, drainMs?: number): Promise<void> {
    const listeners = Object.values(this.#open);
    this.#open.https = null;
    this.#open.http = null;
    await Promise.all(listeners.map((listener) => listener?.close(graceMs, drainMs)));
  }
}
