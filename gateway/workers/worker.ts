/** One of the threads that serve for a router: a complete gateway driven by the main thread. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Logger } from '../../common/logger.ts';
import type { ClientOffer, ObservationBody } from '../../common/observations.ts';
import { toFailure } from '../../common/worker-failure.ts';
import type { GatewayOptions, GatewayState } from '../gateway-options.ts';
import { OwnListeners } from '../listeners.ts';
import { RunningGateway } from '../running-gateway.ts';
import type { GatewayRuntime } from '../runtime.ts';
import type { Command, Event, WorkerStart } from './messages.ts';
import { SharedMemory } from './shared-memory.ts';

const { index, workers, memory, options, wants }: WorkerStart = workerData;
const shared = new SharedMemory(memory, workers, index);
const port = parentPort;
if (port === null) throw new Error('A worker is started as a thread.');

const send = (report: Event): void => port.postMessage(report);

/** Sent in one piece for all that happens in one turn of the event loop. */
let seen: ObservationBody[] = [];
function observe(body: ObservationBody): void {
  if (seen.length === 0) setImmediate(sendSeen);
  seen.push(body);
}
function sendSeen(): void {
  if (seen.length === 0) return;
  send({ report: 'observed', bodies: seen });
  seen = [];
}

const logAt =
  (level: keyof Logger) =>
  (fields: object, message: string): void =>
    send({ report: 'log', level, fields, message });

const asked = new Map<number, PromiseWithResolvers<{ host: string; port: number } | null>>();
let questions = 0;
function divert(offer: ClientOffer | null): Promise<{ host: string; port: number } | null> {
  const answer = Promise.withResolvers<{ host: string; port: number } | null>();
  questions += 1;
  asked.set(questions, answer);
  send({ report: 'divert', id: questions, offer });
  return answer.promise;
}

const gatewayOptions: GatewayOptions = {
  ...options,
  settings: null,
  secret: null,
  plainHttp: 'closed',
  // The main thread watches the secret, and sends what is to be served.
  watchSecret: false,
  router: {
    ...options.router,
    // Each worker has a random sequence of its own, the same one in every run.
    seed: (options.router.seed + index) >>> 0,
  },
  observe,
  log: { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') },
  onKeyLog: wants.keyLog ? (line: Buffer) => send({ report: 'key-log', line }) : undefined,
  divert: wants.divert ? divert : undefined,
};

/** The ports are open in the other workers already, and the kernel spreads connections over them. */
class SharedPorts extends OwnListeners {
  override async reserve(): Promise<void> {}
}

const runtime: GatewayRuntime = {
  ticketKeys: Buffer.from(options.ticketKeys),
  warns: false,
  routerOptions: { slots: { nextSlots: () => shared.nextSlots(), probes: false } },
  openListeners: (own) => new SharedPorts({ ...own, listen: { reusePort: true } }),
  newCount: () => shared.nextCount(),
};
const gateway = new RunningGateway(gatewayOptions, runtime);

port.on('message', (order: Command) => {
  switch (order.order) {
    case 'serve':
      shared.beginGeneration(order.generation);
      answer(order.id, () => gateway.apply(withBuffers(order.state)));
      return;
    case 'replay':
      gateway.router.carryOut(order.change);
      return;
    case 'settle':
      answer(order.id, async () => sendSeen());
      return;
    case 'close':
      answer(order.id, async () => {
        await gateway.close(order.graceMs, order.drainMs);
        shared.close();
        sendSeen();
      });
      return;
    case 'diverted': {
      const question = asked.get(order.id);
      asked.delete(order.id);
      if (order.failed === undefined) question?.resolve(order.to);
      else question?.reject(new Error(order.failed));
    }
  }
});

function answer(id: number, act: () => Promise<void>): void {
  act().then(
    () => send({ report: 'done', id }),
    (error: unknown) => send({ report: 'failed', id, failure: toFailure(error) }),
  );
}

/** A Buffer comes out of another thread as a plain Uint8Array. */
function withBuffers(state: GatewayState): GatewayState {
  const staple = state.tls?.ocspResponse;
  if (staple === undefined) return state;
  return { ...state, tls: { ...state.tls, ocspResponse: Buffer.from(staple) } };
}
