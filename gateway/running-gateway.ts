import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../common/errors.ts';
import type { CheckedSecret } from '../secret/check.ts';
import { monitorSecret, type SecretMonitor } from '../secret/secret-monitor.ts';
import type { Gateway, GatewayOptions, GatewayState } from './gateway-options.ts';
import { answerWithFault, type HttpFault, takesOver } from './http/http-fault.ts';
import { planListeners } from './listener-plan.ts';
import { CLOSE_GRACE_MS, type Listeners, OwnListeners } from './listeners.ts';
import { createRouter, type InterceptContext, type Router } from './routing/router.ts';
import { acceptTls } from './tls/accept.ts';
import type { Connection } from './tls/connection.ts';
import {
  createCount,
  prepareServingConfig,
  type ServingConfig,
  type ServingConfigSpec,
} from './tls/serving-config.ts';
import { WorkerListeners } from './workers/worker-listeners.ts';

/** The router at work; made by `startGateway`. */
export class RunningGateway implements Gateway {
  readonly router: Router<Connection>;
  readonly host: string;
  readonly #options: GatewayOptions;
  readonly #ticketKeys: Buffer;
  readonly #listeners: Listeners;
  #state: GatewayState;
  #servingConfig: ServingConfig | null = null;
  /** Plain HTTP has no ClientHello to choose by, so its faults are the router's own. */
  #plain: Pick<ServingConfig, 'httpFault' | 'nextRequest'> = { httpFault: null, nextRequest: createCount() };
  #monitor: SecretMonitor | null = null;
  #material: CheckedSecret | null = null;
  #updating: Promise<void> = Promise.resolve();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#state = options;
    this.host = options.host;
    this.#ticketKeys = options.ticketKeys ?? randomBytes(48);
    const workers =
      options.workers === undefined || options.workers === 1
        ? null
        : new WorkerListeners(
            {
              ...options,
              ticketKeys: this.#ticketKeys,
              nextConnection: options.nextConnection ?? createCount(),
            },
            options.workers,
          );
    this.#listeners = workers ?? this.#ownListeners();
    this.router = createRouter<Connection>({
      ...options.router,
      ...workers?.routerOptions,
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
    return this.#state;
  }

  get served(): Gateway['served'] {
    if (this.#servingConfig === null) return null;
    return {
      fingerprint: this.#servingConfig.fingerprint,
      notAfter: this.#material?.notAfter ?? null,
      names: this.#material?.names ?? [],
    };
  }

  get waitingSecret(): string | null {
    return this.#monitor?.waiting ?? null;
  }

  apply(change: Partial<GatewayState>): Promise<void> {
    const next = this.#updating.then(() => this.#apply({ ...this.#state, ...change }));
    this.#updating = next.catch(() => undefined);
    return next;
  }

  async #apply(state: GatewayState): Promise<void> {
    const plan = planListeners(state.settings, state.plainHttp);
    const monitor = plan.https && (state.identity ?? null) === null ? await this.#monitorFor(state) : null;
    const identity = state.identity ?? monitor?.material ?? null;
    const open = {
      https: plan.https && state.httpsGone !== true,
      http: plan.http !== 'closed' || state.tlsOnHttpPort === true,
    };
    let servingConfig: ServingConfig | null = null;
    try {
      if (plan.https && identity !== null) {
        servingConfig = prepareServingConfig(
          { identity, ...pickFaults(state) },
          this.#ticketKeys,
          this.#newCount(),
        );
      }
      await this.#listeners.reserve(open);
    } catch (error) {
      monitor?.close();
      throw error;
    }
    this.#monitor?.close();
    this.#monitor = monitor;
    this.#material = monitor?.material ?? null;
    this.#servingConfig = servingConfig;
    this.#plain = { httpFault: state.httpFault ?? null, nextRequest: this.#newCount() };
    this.#state = state;
    monitor?.announce();
    // Who works for another has heard it from that one.
    if (state.settings?.allowInsecureConnections === true && this.#options.reusePort !== true)
      this.#options.log.warn({}, INSECURE_WARNING);
    await this.#listeners.follow(open, state, identity);
  }

  #newCount(): () => number {
    return this.#options.newCount?.() ?? createCount();
  }

  flushed(): Promise<void> {
    return this.#listeners.flushed();
  }

  #ownListeners(): OwnListeners {
    const { host, httpsPort, httpPort, observe, nextConnection, reusePort } = this.#options;
    return new OwnListeners({
      ...{ host, httpsPort, httpPort, observe },
      ...(reusePort === undefined ? {} : { reusePort }),
      nextConnection: nextConnection ?? createCount(),
      accept: (connection, serve) => {
        if (connection.listener === 'http' && this.#state.tlsOnHttpPort !== true) serve(connection.socket);
        else acceptTls(connection, this.#tlsOptions(), serve);
      },
      handle: (request, response, connection) => this.router.handle(request, response, connection),
    });
  }

  #monitorFor(state: GatewayState): Promise<SecretMonitor> {
    if (state.secret === null) {
      throw fail('SECRET_NOT_GIVEN', {});
    }
    return monitorSecret({
      source: state.secret,
      strict: this.#options.strictSecret ?? false,
      cname: state.settings?.sslCname ?? null,
      observe: this.#options.observe,
      log: this.#options.log,
      onChanged: () => {
        if (this.#options.watchSecret) void this.apply({}).catch(() => undefined);
      },
    });
  }

  #tlsOptions() {
    const { handshakeTimeoutMs, tapWire, observe, onKeyLog, divert } = this.#options;
    return {
      servingConfig: () => this.#servingConfigInForce(),
      handshakeTimeoutMs: handshakeTimeoutMs ?? 10_000,
      tapWire: tapWire ?? false,
      observe,
      ...(onKeyLog === undefined ? {} : { onKeyLog }),
      ...(divert === undefined ? {} : { divert }),
    };
  }

  #servingConfigInForce(): ServingConfig {
    if (this.#servingConfig === null) throw new Error('The HTTPS port is open without a certificate.');
    return this.#servingConfig;
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
    const { settings, plainHttp } = this.#state;
    if (connection.listener === 'http' && settings?.allowInsecureConnections !== true) {
      // Beside TLS the plain port is another place, and what goes wrong on the router's own port does not go wrong there.
      return { fault: plainHttp === 'redirect' ? REDIRECT_TO_HTTPS : null, requests: 1 };
    }
    const servingConfig = connection.servingConfig ?? this.#plain;
    return { fault: servingConfig.httpFault, requests: servingConfig.nextRequest() };
  }

  async close(graceMs = CLOSE_GRACE_MS): Promise<void> {
    await this.#updating;
    this.#monitor?.close();
    await this.#listeners.close(graceMs);
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

const pickFaults = ({ tls, wireFault, httpFault }: GatewayState): Omit<ServingConfigSpec, 'identity'> => ({
  ...(tls === undefined ? {} : { tls }),
  wireFault: wireFault ?? null,
  httpFault: httpFault ?? null,
});
