import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from './errors.ts';
import type { Gateway, GatewayOptions, GatewayState } from './gateway-options.ts';
import { httpKnobs } from './http/head-limits.ts';
import { answerWithFault, type HttpFault, takesOver } from './http/http-fault.ts';
import { planListeners } from './listener-plan.ts';
import { CLOSE_GRACE_MS, type Listeners, type OwnListenersOptions } from './listeners.ts';
import { createRouter, type InterceptContext, type Router } from './routing/router.ts';
import type { GatewayRuntime } from './runtime.ts';
import { acceptTls } from './tls/accept.ts';
import type { Connection } from './tls/connection.ts';
import { createCount, prepareServingConfig, type ServingConfig } from './tls/serving-config.ts';
import type { CheckedCertificate, WatchedSecret } from './watched-secret.ts';

/** All that a router serves at one time. Stands unchanged; an update replaces it as a whole. */
interface InService {
  state: GatewayState;
  /** The secret that the certificate came from; null without TLS and for one that went past the check. */
  secret: WatchedSecret | null;
  certificate: CheckedCertificate | null;
  /** How connections are served whose ClientHello was read; null without TLS. */
  servingConfig: ServingConfig | null;
  /** Plain HTTP has no ClientHello to choose by, so its faults are the router's own. */
  plain: Pick<ServingConfig, 'httpFault' | 'nextRequest'>;
}

/** The router at work; made by `startGateway`. */
export class RunningGateway implements Gateway {
  readonly router: Router<Connection>;
  readonly host: string;
  readonly #options: GatewayOptions;
  readonly #runtime: GatewayRuntime;
  readonly #listeners: Listeners;
  #inService: InService;
  #updating: Promise<void> = Promise.resolve();

  constructor(options: GatewayOptions, runtime: GatewayRuntime) {
    this.#options = options;
    this.#runtime = runtime;
    this.#inService = {
      state: options,
      secret: null,
      certificate: null,
      servingConfig: null,
      plain: { httpFault: null, nextRequest: createCount() },
    };
    this.host = options.host;
    this.#listeners = runtime.openListeners(this.#listenersOptions());
    this.router = createRouter<Connection>({
      ...options.router,
      ...runtime.routerOptions,
      observe: options.observe,
      log: options.log,
      intercept: (request, response, context) => this.#intercept(request, response, context),
    });
  }

  get httpsPort(): number | null {
    return this.#listeners.httpsPort;
  }

  get httpPort(): number | null {
    return this.#listeners.httpPort;
  }

  get httpsPortWanted(): number {
    return this.#listeners.httpsPortWanted;
  }

  get state(): GatewayState {
    return this.#inService.state;
  }

  get servedChain(): string | null {
    const { servingConfig, certificate } = this.#inService;
    return servingConfig === null ? null : (certificate?.certPem ?? null);
  }

  get served(): Gateway['served'] {
    const { servingConfig, certificate } = this.#inService;
    if (servingConfig === null) return null;
    return {
      fingerprint: servingConfig.fingerprint,
      notAfter: certificate?.notAfter ?? null,
      names: certificate?.names ?? [],
    };
  }

  get waitingSecret(): string | null {
    return this.#inService.secret?.waiting?.fingerprint ?? null;
  }

  apply(change: Partial<GatewayState>): Promise<void> {
    return this.#update(async () => {
      const state = { ...this.state, ...change };
      const secret = this.#secretOf(state);
      try {
        await this.#take(state, secret, (await secret?.read(state.settings?.sslCname ?? null)) ?? null);
      } catch (error) {
        if (secret !== this.#inService.secret) secret?.close();
        throw error;
      }
    });
  }

  /** Serves a renewed certificate that was read and checked when the change was noticed. */
  #renew(certificate: CheckedCertificate): Promise<void> {
    return this.#update(async () => {
      const { state, secret } = this.#inService;
      // Another update may have taken it into service, or something else.
      if (secret?.waiting === certificate) await this.#take(state, secret, certificate);
    });
  }

  #update(act: () => Promise<void>): Promise<void> {
    const next = this.#updating.then(act);
    this.#updating = next.catch(() => undefined);
    return next;
  }

  /** The secret that a state needs; null where it needs none. The one in service stays where it is the same. */
  #secretOf({ settings, plainHttp, identity = null, secret }: GatewayState): WatchedSecret | null {
    if (!planListeners(settings, plainHttp).https || identity !== null) return null;
    if (secret === null) throw fail('SECRET_NOT_GIVEN', {});
    const present = this.#inService.secret;
    return present?.isSameAs(secret) === true ? present : secret;
  }

  async #take(
    state: GatewayState,
    secret: WatchedSecret | null,
    certificate: CheckedCertificate | null,
  ): Promise<void> {
    const { settings, tls, faults = {} } = state;
    const plan = planListeners(settings, state.plainHttp);
    const identity = state.identity ?? certificate;
    const open = {
      https: plan.https && faults.httpsGone !== true,
      http: plan.http !== 'closed' || faults.tlsOnHttpPort === true,
    };
    const { ticketKeys } = this.#runtime;
    const servingConfig =
      plan.https && identity !== null
        ? prepareServingConfig({ identity, tls, faults }, ticketKeys, this.#runtime.newCount())
        : null;
    await this.#listeners.reserve(open);
    const before = this.#inService.secret;
    const plain = { httpFault: faults.httpFault ?? null, nextRequest: this.#runtime.newCount() };
    this.#inService = { state, secret, certificate, servingConfig, plain };
    if (before !== secret) before?.close();
    if (secret !== null && certificate !== null) {
      secret.onChange((waiting) => {
        if (this.#options.watchSecret) void this.#renew(waiting).catch(() => undefined);
      });
      secret.inService(certificate, settings?.sslCname ?? null);
    }
    if (settings?.allowInsecureConnections === true && this.#runtime.warns)
      this.#options.log.warn({}, INSECURE_WARNING);
    await this.#listeners.follow(open, state, identity);
  }

  flushed(): Promise<void> {
    return this.#listeners.flushed();
  }

  #listenersOptions(): OwnListenersOptions {
    const { host, httpsPort, httpPort, observe, nextConnection = createCount() } = this.#options;
    return {
      ...{ host, httpsPort, httpPort, observe, nextConnection },
      http: httpKnobs(this.#options.router.http),
      accept: (connection, serve) => {
        const { faults } = this.state;
        if (connection.listener === 'http' && faults?.tlsOnHttpPort !== true) serve(connection.socket);
        else acceptTls(connection, this.#tlsOptions(), serve);
      },
      handle: (request, response, connection) => this.router.handle(request, response, connection),
    };
  }

  #tlsOptions() {
    const { handshakeTimeoutMs, tapWire, observe, onKeyLog, divert } = this.#options;
    return {
      servingConfig: () => this.#servingConfigInForce(),
      handshakeTimeoutMs: handshakeTimeoutMs ?? 10_000,
      tapWire: tapWire ?? false,
      observe,
      onKeyLog,
      divert,
    };
  }

  #servingConfigInForce(): ServingConfig {
    const { servingConfig } = this.#inService;
    if (servingConfig === null) throw new Error('The HTTPS port is open without a certificate.');
    return servingConfig;
  }

  #intercept(
    request: IncomingMessage,
    response: ServerResponse,
    { connection, breakOff }: InterceptContext<Connection>,
  ): false | string {
    const { fault, requests } = this.#faultFor(connection);
    if (fault === null || !takesOver(fault, requests)) return false;
    const { httpsPort, httpPort } = this;
    answerWithFault(fault, request, response, {
      httpsPort,
      httpPort,
      breakOff: (how) => {
        breakOff();
        if (how === 'reset') connection.reset();
        else {
          connection.ending('server-fin');
          request.socket.destroySoon();
        }
      },
    });
    return fault.fault;
  }

  #faultFor(connection: Connection): { fault: HttpFault | null; requests: number } {
    const { settings, plainHttp } = this.state;
    if (connection.listener === 'http' && settings?.allowInsecureConnections !== true) {
      // Beside TLS the plain port is another place, and what goes wrong on the router's own port does not go wrong there.
      return { fault: plainHttp === 'redirect' ? REDIRECT_TO_HTTPS : null, requests: 1 };
    }
    const servingConfig = connection.servingConfig ?? this.#inService.plain;
    return { fault: servingConfig.httpFault, requests: servingConfig.nextRequest() };
  }

  async close(graceMs = CLOSE_GRACE_MS, drainMs = 0): Promise<void> {
    await this.#updating;
    this.#inService.secret?.close();
    await this.#listeners.close(graceMs, drainMs);
    await this.router.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0);
  }
}

/** Article, "Disable TLS". */
const INSECURE_WARNING =
  'allowInsecureConnections is True: HTTP without TLS, which is for development and testing only.';

/** 308 keeps method and body (RFC 9110 section 15.4.9). */
const REDIRECT_TO_HTTPS: HttpFault = {
  fault: 'redirect',
  status: 308,
  location: 'https://{requestHost}:{httpsPort}{path}',
};
