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
  /** Whether anybody wants to have TLS secrets told, and to be asked where a connection is to go. */
  tells: { keyLog: boolean; divert: boolean };
}

/** What a worker is told. It does one after the other; those with an `id` it answers. */
export type Command =
  | { order: 'serve'; id: number; state: GatewayState; generation: number }
  | { order: 'replay'; change: RegistryChange }
  | { order: 'settle'; id: number }
  | { order: 'close'; id: number; graceMs: number }
  | { order: 'diverted'; id: number; to: { host: string; port: number } | null; failed?: string };

/** What a worker tells. */
export type Event =
  | { report: 'done'; id: number }
  | { report: 'failed'; id: number; failure: WorkerFailure }
  | { report: 'observed'; bodies: ObservationBody[] }
  | { report: 'log'; level: keyof Logger; fields: object; message: string }
  | { report: 'key-log'; line: Uint8Array }
  | { report: 'divert'; id: number; offer: ClientOffer | null };
