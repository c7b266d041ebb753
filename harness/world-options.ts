import type { Logger } from '../common/logger.ts';
import type { ObservationLog } from '../common/observation-log.ts';
import type { DnsServer } from '../dns-mock/server.ts';
import type { Gateway, GatewayOptions } from '../gateway/gateway.ts';
import type { Profile } from '../gateway/routing/status-table.ts';
import type { ScoreFunction, ScoringScript } from '../model/script.ts';
import type { ModelServer } from '../model/server.ts';
import type { Authority } from '../pki/authority.ts';
import type { TypedSettings, WorldEvent, WorldSpec } from './world-spec.ts';

export interface WorldOptions {
  authority: Authority;
  log: Logger;
  host?: string;
  httpsPort?: number;
  httpPort?: number;
  dnsPort?: number;
  modelPort?: number;
  /** The primary bearer key of every endpoint that brings none; random otherwise. */
  key?: string;
  profile?: Profile;
  seed?: number;
  watchSecret?: boolean;
  tapWire?: boolean;
  score?: ScoreFunction | ScoringScript;
  handshakeTimeoutMs?: number;
  onKeyLog?: (line: Buffer) => void;
  behaviourFor?: GatewayOptions['behaviourFor'];
}

/** A world that is up: everything between the client's resolver and the model. */
export interface World {
  readonly fqdn: string;
  readonly scoringUri: string;
  readonly httpsUrl: string | null;
  readonly httpUrl: string | null;
  /** The address that the router listens on. */
  readonly host: string;
  /** notAfter of the leaf that was minted for this world. */
  readonly notAfter: Date;
  /** The bearer key the client is given. */
  readonly key: string;
  /** What a right client is given as its trust anchor, PEM. */
  readonly caPem: string;
  readonly settings: TypedSettings;
  readonly gateway: Gateway;
  readonly dns: DnsServer;
  readonly model: ModelServer;
  readonly observations: ObservationLog;
  /** Turns the running world into another one; ports, key and observations stay. */
  apply(spec: WorldSpec): Promise<void>;
  /** Makes something happen in the world. */
  happen(event: WorldEvent): Promise<void>;
  /** Resolves when no connection is open any more, or after `ms` (default 500): then all there is to see was seen. */
  settled(ms?: number): Promise<void>;
  close(graceMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
