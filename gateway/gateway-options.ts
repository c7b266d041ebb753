import type { Logger } from '../common/logger.ts';
import type { ClientOffer, Observe } from '../common/observations.ts';
import type { PlainHttp, RouterSettings } from './listener-plan.ts';
import type { RouterFaults } from './router-faults.ts';
import type { Router, RouterOptions } from './routing/router.ts';
import type { TapWire } from './tls/accept.ts';
import type { Connection } from './tls/connection.ts';
import type { ServerCertificate, TlsKnobs } from './tls/context.ts';
import type { WatchedSecret } from './watched-secret.ts';

/** What may be chosen about a router where the real one is not known. */
export type RouterChoices = Pick<
  RouterOptions,
  'bodyLimitBytes' | 'tokenLifetimeMs' | 'forwardAuthorization' | 'answers' | 'http'
>;

/** What the router serves, all of it replaceable while it runs. */
export interface GatewayState {
  /** Null while the extension is not installed: then nothing listens. */
  settings: RouterSettings | null;
  /**
   * Where the certificate comes from; may be null where the settings switch TLS off. The gateway reads it when it is
   * needed, watches it while it is in service, and closes it afterwards.
   */
  secret: WatchedSecret | null;
  plainHttp: PlainHttp;
  tls?: TlsKnobs;
  /**
   * A certificate put into service past the check of the secret. Only scenarios do that, for the certificates that
   * a real router would not have been given or that went bad after it had them.
   */
  identity?: ServerCertificate | null;
  /** What goes wrong; replaced as a whole. Nothing where left out. */
  faults?: RouterFaults;
}

export interface GatewayOptions extends GatewayState {
  host: string;
  httpsPort: number;
  httpPort: number;
  /** Serve a changed secret by itself instead of waiting for the extension update. */
  watchSecret: boolean;
  router: Pick<RouterOptions, 'profile' | 'endpoints' | 'seed' | 'watchedKeys'> & RouterChoices;
  observe: Observe;
  log: Logger;
  /** ms from accept to the end of the handshake; default 10 000. */
  handshakeTimeoutMs?: number;
  /** Report each TLS record; `few` does it for a few connections at a time. Default false. */
  tapWire?: TapWire;
  onKeyLog?: (line: Buffer) => void;
  /** Numbers connections; routers of one world share the counter so that a number is unique in its stream. */
  nextConnection?: () => number;
  /** Another listener that a connection is handed on to by what its ClientHello asks for; null keeps it here. */
  divert?: (offer: ClientOffer | null) => Promise<{ host: string; port: number } | null>;
}

/** A running router. */
export interface Gateway {
  readonly router: Router<Connection>;
  /** The address that it listens on. */
  readonly host: string;
  /** Null while the port is closed. */
  readonly httpsPort: number | null;
  readonly httpPort: number | null;
  /** The port that belongs in a scoring URI, also while nothing listens on it. */
  readonly httpsPortWanted: number;
  readonly state: GatewayState;
  /** The certificate in service; null without TLS. */
  /** What is served, PEM: the leaf, then what else its secret has; null without TLS. */
  readonly servedChain: string | null;
  readonly served: { fingerprint: string; notAfter: Date | null; names: string[] } | null;
  /** Fingerprint of a good secret on disk that waits for the extension update. */
  readonly waitingSecret: string | null;
  /**
   * Takes new settings, or the same ones again, into service: what `k8s-extension update` and SIGHUP do. The secret is
   * read anew. When the secret is refused or a port is taken, the old state stays in service. Open
   * connections are not cut.
   *
   * @throws MockError E40007 for a bad secret; PORT_IN_USE and its like for a port
   */
  apply(state: Partial<GatewayState>): Promise<void>;
  /** Resolves when what was last changed about the endpoints is served everywhere. */
  flushed(): Promise<void>;
  /**
   * Stops accepting and lets requests in flight end, `graceMs` (default 5000) at most.
   *
   * @param drainMs before that, goes on serving for so long, each answer with `Connection: close`; default 0
   */
  close(graceMs?: number, drainMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
