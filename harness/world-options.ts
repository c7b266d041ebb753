import type { Logger } from '../common/logger.ts';
import { ObservationLog } from '../common/observation-log.ts';
import type { DnsServer } from '../dns-mock/server.ts';
import type { UpdateAccess } from '../dns-mock/update/updater.ts';
import type { ConfigurableRouter } from '../extension/extension-control.ts';
import type { StoredCertificate, TypedSettings } from '../extension/settings.ts';
import type { Gateway, GatewayOptions, RouterChoices } from '../gateway/gateway.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { Profile } from '../gateway/routing/profiles.ts';
import type { ScoreFunction, ScoringScript } from '../model/script.ts';
import type { ModelServer } from '../model/server.ts';
import type { Authority } from '../pki/authority.ts';
import type { ClientTarget } from './resolve-world.ts';
import type { OtherNames, WorldEvent, WorldSpec } from './world-spec.ts';

/** A log of observations, and the numbers of the connections in it. Worlds may share one. */
export interface ObservationStream {
  observations: ObservationLog;
  nextConnection: () => number;
}

/** A stream without observations, whose first connection has the number 1. */
export function newStream(): ObservationStream {
  let connections = 0;
  return { observations: new ObservationLog(), nextConnection: () => ++connections };
}

export interface WorldOptions {
  authority: Authority;
  log: Logger;
  host?: string;
  httpsPort?: number;
  httpPort?: number;
  dnsPort?: number;
  /** Who may change its zones by RFC 2136 messages; default: this machine, without a key. */
  dnsUpdate?: UpdateAccess;
  /** Its DNS server is the resolver of its clients, and says so; default false. */
  isResolver?: boolean;
  /** The DNS server answers NXDOMAIN for names outside its zones; default false, which is REFUSED. */
  dnsAnswersAll?: boolean;
  modelPort?: number;
  /** The primary bearer key of every endpoint that brings none; random otherwise. */
  key?: string;
  /** Makes a person's own endpoints; the embedded `demo` where left out. */
  endpoints?: (modelUrl: string, key: string) => EndpointSpec[];
  /** Where `sslSecret=NAME` is looked up; default the current folder. */
  secretsDir?: string;
  /** Finds the folder to look a Secret up in, where that is not always the same. */
  secretsDirFor?: (name: string) => Promise<string>;
  storedCertificate?: StoredCertificate;
  profile?: Profile;
  seed?: number;
  watchSecret?: boolean;
  strictSecret?: boolean;
  routerChoices?: RouterChoices;
  tapWire?: GatewayOptions['tapWire'];
  /** Threads that serve for the router; default 1. */
  workers?: number;
  score?: ScoreFunction | ScoringScript;
  handshakeTimeoutMs?: number;
  onKeyLog?: (line: Buffer) => void;
  divert?: GatewayOptions['divert'];
  /** Where observations go; a stream of its own where left out. */
  shared?: ObservationStream;
  /** Names that DNS knows beside those of the world itself. */
  otherNames?: OtherNames;
}

/** A world that is up: everything between the client's resolver and the model. */
export interface World extends ConfigurableRouter {
  readonly fqdn: string;
  readonly scoringUri: string;
  /** Where its client goes, and whether it can arrive there. */
  readonly target: ClientTarget;
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
  /** The CA that issued `caPem` and whose certificate is not known here; null where `caPem` is a root. */
  readonly missingIssuer: string | null;
  /** Null while the extension is not installed. */
  readonly settings: TypedSettings | null;
  readonly gateway: Gateway;
  readonly dns: DnsServer;
  readonly model: ModelServer;
  readonly observations: ObservationLog;
  /** Numbers connections; for another world that reports on the same stream. */
  readonly nextConnection: () => number;
  /** Turns the running world into another one; ports, key and observations stay. */
  apply(spec: WorldSpec): Promise<void>;
  /**
   * Takes other settings of the extension into service, or none at all, and leaves DNS, endpoints and faults alone: what
   * the `k8s-extension` commands come to. What is wrong with them leaves the old ones in service.
   *
   * @throws MockError E40007 for a bad secret
   */
  configure(settings: TypedSettings | null): Promise<void>;
  /**
   * Replaces the mounted secret by a certificate of the harness's own CA; it waits for the extension update.
   *
   * @param days of its life
   * @throws MockError SECRET_NOT_OURS where the settings name a person's own secret, or a scenario mounts none
   */
  renewSecret(days: number): Promise<void>;
  /** Makes an event happen in the world. */
  trigger(event: WorldEvent): Promise<void>;
  /** Resolves when no connection is open any more, or after `ms` (default 500): then all there is to see was seen. */
  idle(ms?: number): Promise<void>;
  close(graceMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
