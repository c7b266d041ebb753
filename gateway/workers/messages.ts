import type { Logger } from '../../common/logger.ts';
import type { ClientOffer, ObservationBody } from '../../common/observations.ts';
import type { WorkerFailure } from '../../common/worker-failure.ts';
import type { GatewayOptions, GatewayState } from '../gateway-options.ts';
import type { RegistryChange } from '../routing/router.ts';

/** What a worker is started with. All of it crosses to another thread, so there are no functions in it. */
export interface WorkerStart {
  index: number;
  workers: number;
  memory: SharedArrayBuffer;
  options: Pick<
    GatewayOptions,
    'host' | 'httpsPort' | 'httpPort' | 'handshakeTimeoutMs' | 'tapWire' | 'router'
  > & { ticketKeys: Uint8Array };
  /** Whether the main thread wants TLS secrets, and questions about where a connection goes. */
  wants: { keyLog: boolean; divert: boolean };
}

/** What the main thread sends to a worker, which carries it out in order and answers what has an `id`. */
export type Command =
  | { order: 'serve'; id: number; state: GatewayState; generation: number }
  | { order: 'replay'; change: RegistryChange }
  | { order: 'settle'; id: number }
  | { order: 'close'; id: number; graceMs: number; drainMs: number }
  | { order: 'diverted'; id: number; to: { host: string; port: number } | null; failed?: string };

/** What a worker sends to the main thread. */
export type Event =
  | { report: 'done'; id: number }
  | { report: 'failed'; id: number; failure: WorkerFailure }
  | { report: 'observed'; bodies: ObservationBody[] }
  | { report: 'log'; level: keyof Logger; fields: object; message: string }
  | { report: 'key-log'; line: Uint8Array }
  | { report: 'divert'; id: number; offer: ClientOffer | null };
