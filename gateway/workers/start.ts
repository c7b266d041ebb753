import { randomBytes } from 'node:crypto';
import { type Gateway, type GatewayOptions, startGateway } from '../gateway.ts';
import type { Listeners } from '../listeners.ts';
import type { GatewayRuntime } from '../runtime.ts';
import { createCount } from '../tls/serving-config.ts';
import { WorkerListeners } from './worker-listeners.ts';

/**
 * Starts a router that several threads serve, each on a core of its own where there are as many. They share session
 * tickets, slots and readiness, and report as one.
 *
 * @param workers threads that serve; with 1 this thread serves by itself
 * @throws MockError WORKERS_NOT_HERE, and all that `startGateway` throws
 */
export async function startGatewayWithWorkers(options: GatewayOptions, workers = 1): Promise<Gateway> {
  if (workers === 1) return startGateway(options);
  const { nextConnection = createCount() } = options;
  return startGateway(options, new WorkersRuntime({ ...options, nextConnection }, workers));
}

/** What the main thread runs on: it decides what is served, and its workers serve it. */
class WorkersRuntime implements GatewayRuntime {
  readonly ticketKeys = randomBytes(48);
  readonly warns = true;
  readonly routerOptions: GatewayRuntime['routerOptions'];
  readonly newCount = createCount;
  readonly #listeners: WorkerListeners;

  constructor(options: GatewayOptions & Required<Pick<GatewayOptions, 'nextConnection'>>, workers: number) {
    const { ticketKeys } = this;
    this.#listeners = new WorkerListeners({ ...options, ticketKeys }, workers);
    this.routerOptions = this.#listeners.routerOptions;
  }

  openListeners(): Listeners {
    return this.#listeners;
  }
}
