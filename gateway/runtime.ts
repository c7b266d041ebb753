import { randomBytes } from 'node:crypto';
import { type Listeners, OwnListeners, type OwnListenersOptions } from './listeners.ts';
import type { RouterOptions } from './routing/router.ts';
import { createCount } from './tls/serving-config.ts';

/** What a gateway runs on: its ports, and the counts that belong to the router as a whole. */
export interface GatewayRuntime {
  /** 48 bytes, with which session tickets are encrypted (RFC 5077). */
  readonly ticketKeys: Buffer;
  /** Where the slots of deployments are counted, and who hears of changes to the endpoints. */
  readonly routerOptions: Pick<RouterOptions, 'slots' | 'onChange'>;
  /** False where another gateway decides about the settings and warns about them. */
  readonly warns: boolean;
  openListeners(options: OwnListenersOptions): Listeners;
  /** Makes what counts the requests under a new state, for faults that end after some; counts from 1. */
  newCount(): () => number;
}

/** A gateway that serves by itself. */
export class LocalRuntime implements GatewayRuntime {
  readonly ticketKeys = randomBytes(48);
  readonly routerOptions = {};
  readonly warns = true;

  openListeners(options: OwnListenersOptions): Listeners {
    return new OwnListeners(options);
  }

  newCount(): () => number {
    return createCount();
  }
}
