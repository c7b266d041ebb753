import path from 'node:path';
import type { ListenerName } from '../../common/observations.ts';
import { fail } from '../errors.ts';
import type { GatewayOptions, GatewayState } from '../gateway-options.ts';
import { reservePort } from '../listener.ts';
import { LISTENERS, type Listeners, type OpenPorts } from '../listeners.ts';
import type { RouterOptions } from '../routing/router.ts';
import type { ServerCertificate } from '../tls/context.ts';
import { SharedMemory } from './shared-memory.ts';
import { WorkerThread } from './worker-thread.ts';

/** Systems whose kernel spreads the connections to one port over several listeners (SO_REUSEPORT). */
const SPREADING: readonly NodeJS.Platform[] = ['linux', 'freebsd', 'sunos', 'aix'];

const WORKER = path.join(import.meta.dirname, `worker${path.extname(import.meta.filename)}`);

/** The options of a gateway, and what its workers need. */
export type WorkerListenersOptions = GatewayOptions &
  Required<Pick<GatewayOptions, 'nextConnection'>> & { ticketKeys: Buffer };

/** The ports of a router that threads serve, each of which listens on all of them. */
export class WorkerListeners implements Listeners {
  readonly #options: WorkerListenersOptions;
  readonly #memory: SharedArrayBuffer;
  readonly #shared: SharedMemory;
  readonly #count: number;
  readonly #ports: Record<ListenerName, number>;
  readonly #open: OpenPorts = { https: false, http: false };
  /** As `open`, and also where only some workers may have opened a port before one of them failed. */
  readonly #held: OpenPorts = { https: false, http: false };
  #threads: WorkerThread[] = [];
  #generation = 0;
  /** With these the router passes each change on to the workers. */
  readonly routerOptions: Pick<RouterOptions, 'slots' | 'onChange'>;

  /** @throws MockError WORKERS_NOT_HERE */
  constructor(options: WorkerListenersOptions, count: number) {
    const { platform } = process;
    if (!SPREADING.includes(platform)) throw fail('WORKERS_NOT_HERE', { platform });
    this.#options = options;
    this.#count = count;
    this.#ports = { https: options.httpsPort, http: options.httpPort };
    this.#memory = SharedMemory.allocate(count);
    this.#shared = new SharedMemory(this.#memory, count, null);
    this.routerOptions = {
      slots: { nextSlots: () => this.#shared.nextSlots(), probes: true },
      onChange: (change) => {
        for (const thread of this.#threads) thread.post({ order: 'replay', change });
      },
    };
  }

  get httpsPort(): number | null {
    return this.#open.https ? this.#ports.https : null;
  }

  get httpPort(): number | null {
    return this.#open.http ? this.#ports.http : null;
  }

  get httpsPortWanted(): number {
    return this.#ports.https;
  }

  async reserve(open: OpenPorts): Promise<void> {
    const { host } = this.#options;
    // Held until all are, because the two ports of one router must differ.
    const reserved: { release(): Promise<void> }[] = [];
    try {
      for (const name of LISTENERS) {
        if (this.#ports[name] !== 0 && (!open[name] || this.#held[name])) continue;
        // A worker would share the port with another program that allows it; this asks for it alone.
        const held = await reservePort({ host, port: this.#ports[name], name });
        reserved.push(held);
        this.#ports[name] = held.port;
      }
    } finally {
      await Promise.all(reserved.map((each) => each.release()));
    }
  }

  async follow(open: OpenPorts, state: GatewayState, identity: ServerCertificate | null): Promise<void> {
    if (this.#threads.length === 0) this.#threads = this.#startThreads();
    const served = toSend(state, identity);
    this.#generation += 1;
    const generation = this.#generation;
    this.#shared.beginGeneration(generation);
    for (const name of LISTENERS) this.#held[name] ||= open[name];
    await Promise.all(
      this.#threads.map((thread) => thread.ask({ order: 'serve', state: served, generation })),
    );
    Object.assign(this.#open, open);
    Object.assign(this.#held, open);
  }

  #startThreads(): WorkerThread[] {
    const { host, handshakeTimeoutMs, tapWire, router, ticketKeys, onKeyLog, divert } = this.#options;
    return Array.from(
      { length: this.#count },
      (_, index) =>
        new WorkerThread(
          WORKER,
          {
            index,
            workers: this.#count,
            memory: this.#memory,
            wants: { keyLog: onKeyLog !== undefined, divert: divert !== undefined },
            options: {
              ...{ host, httpsPort: this.#ports.https, httpPort: this.#ports.http, router },
              ticketKeys,
              handshakeTimeoutMs,
              tapWire,
            },
          },
          this.#options,
        ),
    );
  }

  async flushed(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.ask({ order: 'settle' })));
  }

  async close(graceMs: number, drainMs = 0): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close(graceMs, drainMs)));
    this.#threads = [];
  }
}

/** The part of a state that crosses to another thread: data alone. The secret was read here, once for all. */
function toSend(state: GatewayState, identity: ServerCertificate | null): GatewayState {
  const { settings, plainHttp, tls, faults } = state;
  return {
    settings,
    secret: null,
    identity:
      identity === null
        ? null
        : { certPem: identity.certPem, keyPem: identity.keyPem, fingerprint: identity.fingerprint },
    plainHttp,
    tls,
    faults,
  };
}
