import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../common/logger.ts';
import type { Observe } from '../../common/observations.ts';
import { fail } from '../errors.ts';
import { Exchange, type ExchangeContext, type RouterConnection } from '../http/exchange.ts';
import { Forwarding } from '../http/forwarding.ts';
import { type HttpKnobs, httpKnobs, judgeHead } from '../http/head-limits.ts';
import { identify } from '../http/ids.ts';
import { AnswerBook, type AnswerOverrides } from './answer-book.ts';
import { type EndpointToken, newEndpointKey, TOKEN_LIFETIME_MS, TokenGuard } from './authorization.ts';
import { decideRoute, METHODS } from './decide-route.ts';
import { EndpointRegistry, type SlotSource } from './endpoint-registry.ts';
import type { DeploymentSpec, EndpointKeys, EndpointSpec } from './endpoints.ts';
import type { DeploymentStatus, LiveDeployment } from './live-deployment.ts';
import { PROFILE_TRAITS, type Profile } from './profiles.ts';
import { carryOut, type RegistryChange } from './registry-change.ts';
import { parseTarget, type Route } from './route.ts';

export type { DeploymentStatus, EndpointToken, Profile, RegistryChange, RouterConnection, SlotSource };

/** What an `intercept` receives beside the request itself. */
export interface InterceptContext<C extends RouterConnection = RouterConnection> {
  requestId: string;
  connection: C;
  path: string;
  /** To be called before an answer is broken off, so that it is not reported as the client's doing. */
  breakOff(): void;
}

export interface RouterOptions<C extends RouterConnection = RouterConnection> {
  profile: Profile;
  endpoints: readonly EndpointSpec[];
  /** Traffic is split the same way in every run with the same seed. */
  seed: number;
  observe: Observe;
  log: Logger;
  /** Larger request bodies are refused with 413; default 100 MB (104,857,600 bytes). */
  bodyLimitBytes?: number;
  /** What is taken of HTTP; Envoy's defaults where left out. */
  http?: HttpKnobs;
  /** How long an aml_token lives, ms; default 12 h. */
  tokenLifetimeMs?: number;
  /** Pass the Authorization field on to model servers; default false. */
  forwardAuthorization?: boolean;
  /** Further bearer keys that clients may have been given, to be found and redacted in requests. */
  watchedKeys?: readonly string[];
  /** Replaces rows of the status table. */
  answers?: AnswerOverrides;
  /** The clock that tokens expire by, ms since 1970. */
  now?(): number;
  /** Where the slots of deployments are counted; in this router where left out. */
  slots?: SlotSource;
  /** Called with each change to the endpoints after it was made here. */
  onChange?(change: RegistryChange): void;
  /**
   * Receives each request after it was reported as `http-request`. True, or a name for `decision`, means that it
   * answers, or deliberately does not; the router then only reports the end.
   */
  intercept?(
    request: IncomingMessage,
    response: ServerResponse,
    context: InterceptContext<C>,
  ): boolean | string;
}

/** What happens to parsed requests, whatever listener they came in on. */
export interface Router<C extends RouterConnection = RouterConnection> {
  handle(request: IncomingMessage, response: ServerResponse, connection: C): void;
  /** With their keys; `withoutKeys` takes those out. Copies: changing them changes nothing. */
  endpoints(): EndpointSpec[];
  /** Creates the endpoint, or replaces it with all of its deployments. @throws MockError ENDPOINT_…, DEPLOYMENT_… */
  putEndpoint(spec: EndpointSpec): void;
  /** @returns false where there is no such endpoint */
  deleteEndpoint(name: string): boolean;
  /** Creates or replaces one deployment. @throws MockError ENDPOINT_…, DEPLOYMENT_… */
  putDeployment(endpoint: string, spec: DeploymentSpec): void;
  /** @returns false where there is no such deployment. @throws MockError ENDPOINT_UNKNOWN, DEPLOYMENT_HAS_TRAFFIC */
  deleteDeployment(endpoint: string, name: string): boolean;
  /** @throws MockError ENDPOINT_UNKNOWN, ENDPOINT_TRAFFIC_… */
  setTraffic(endpoint: string, traffic: Record<string, number>): void;
  /** Takes other endpoints into service instead of all present ones. Requests in work go on. */
  replaceEndpoints(specs: readonly EndpointSpec[]): void;
  /** @throws MockError ENDPOINT_UNKNOWN, ENDPOINT_NO_KEYS */
  keysOf(endpoint: string): EndpointKeys;
  /** Makes a new key; the old one is worth nothing from now on. @throws MockError ENDPOINT_UNKNOWN, ENDPOINT_NO_KEYS */
  regenerateKey(endpoint: string, which: 'primary' | 'secondary'): EndpointKeys;
  /**
   * @param lifetimeMs of this token; `tokenLifetimeMs` where left out
   * @throws MockError ENDPOINT_UNKNOWN, ENDPOINT_NO_TOKENS
   */
  issueToken(endpoint: string, lifetimeMs?: number): EndpointToken;
  readiness(): DeploymentStatus[];
  /** Makes a change without a call of `onChange`. */
  carryOut(change: RegistryChange): void;
  /** Ends all connections to model servers and all probes. */
  close(): Promise<void>;
}

/** The body limit of the model container's nginx, which v1 documents as 100 MB. */
const BODY_LIMIT_BYTES = 100 * 1024 * 1024;

/**
 * Makes a router for the endpoints given.
 *
 * @throws MockError ENDPOINT_… or DEPLOYMENT_… for an endpoint that Azure Machine Learning would refuse
 */
export function createRouter<C extends RouterConnection = RouterConnection>(
  options: RouterOptions<C>,
): Router<C> {
  return new RunningRouter(options);
}

class RunningRouter<C extends RouterConnection> implements Router<C> {
  readonly #context: ExchangeContext;
  readonly #http: Required<HttpKnobs>;
  readonly #registry: EndpointRegistry;
  readonly #intercept: RouterOptions<C>['intercept'];
  readonly #onChange: RouterOptions<C>['onChange'];

  constructor(options: RouterOptions<C>) {
    this.#context = {
      book: new AnswerBook(options.profile, options.answers),
      observe: options.observe,
      log: options.log,
      bodyLimitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES,
      forwardAuthorization: options.forwardAuthorization ?? false,
      knownKeys: (endpoint) => [...this.#registry.keysFor(endpoint), ...(options.watchedKeys ?? [])],
    };
    this.#http = httpKnobs(options.http);
    this.#registry = new EndpointRegistry({
      endpoints: options.endpoints,
      seed: options.seed,
      pendingPerSlot: PROFILE_TRAITS[options.profile].pendingPerSlot,
      tokenLifetimeMs: options.tokenLifetimeMs ?? TOKEN_LIFETIME_MS,
      now: options.now ?? Date.now,
      log: options.log,
      slots: options.slots,
    });
    this.#intercept = options.intercept;
    this.#onChange = options.onChange;
  }

  handle(request: IncomingMessage, response: ServerResponse, connection: C): void {
    const { headers, url = '' } = request;
    const ids = identify(first(headers['x-request-id']), first(headers['x-ms-client-request-id']));
    const route = parseTarget(url);
    const endpoint = route === null ? undefined : this.#registry.get(route.endpoint);
    const name = endpoint?.spec.name ?? null;
    const exchange = new Exchange(this.#context, request, response, connection, ids, name);
    const presented = headers.authorization;
    const access = endpoint?.guard.check(presented) ?? (presented === undefined ? 'missing' : 'invalid');
    exchange.reportRequest(access === 'expired' ? 'invalid' : access);
    if (this.#intercept !== undefined) {
      const taken = this.#intercept(request, response, {
        requestId: ids.requestId,
        connection,
        path: url,
        breakOff: () => exchange.breakOff(),
      });
      if (taken !== false) {
        exchange.intercepted(taken === true ? 'intercepted' : taken);
        return;
      }
    }
    const verdict = decideRoute({
      headFault: judgeHead(request, this.#http),
      route,
      endpoint:
        endpoint === undefined ? null : { traffic: endpoint.spec.traffic, deployments: endpoint.deployments },
      access,
      method: request.method ?? '',
      wantedDeployment: first(headers['azureml-model-deployment']),
      contentLength: headers['content-length'],
      bodyLimitBytes: this.#context.bodyLimitBytes,
      random: endpoint?.random ?? zero,
    });
    if ('refuse' in verdict || route === null) {
      const condition = 'refuse' in verdict ? verdict.refuse : 'path-unknown';
      exchange.answer(condition, {
        limit: this.#context.bodyLimitBytes,
        allow: route === null ? undefined : METHODS[route.operation].join(', '),
      });
      return;
    }
    this.#forward(exchange, route, endpoint?.deployments.get(verdict.deployment));
  }

  #forward(exchange: Exchange, route: Route, deployment: LiveDeployment | undefined): void {
    if (deployment === undefined) {
      exchange.answer('deployment-unknown');
      return;
    }
    const forwarding = deployment.ready ? new Forwarding(exchange, deployment, route) : null;
    exchange.belongsTo(deployment.spec.name, forwarding);
    if (forwarding === null) exchange.answer('no-replica');
    else forwarding.start();
  }

  endpoints(): EndpointSpec[] {
    return this.#registry.specs();
  }

  putEndpoint(spec: EndpointSpec): void {
    this.#change({ change: 'put-endpoint', spec });
  }

  deleteEndpoint(name: string): boolean {
    return this.#change({ change: 'delete-endpoint', endpoint: name });
  }

  putDeployment(endpoint: string, spec: DeploymentSpec): void {
    this.#change({ change: 'put-deployment', endpoint, spec });
  }

  deleteDeployment(endpoint: string, name: string): boolean {
    return this.#change({ change: 'delete-deployment', endpoint, deployment: name });
  }

  setTraffic(endpoint: string, traffic: Record<string, number>): void {
    this.#change({ change: 'set-traffic', endpoint, traffic });
  }

  replaceEndpoints(specs: readonly EndpointSpec[]): void {
    this.#change({ change: 'replace-all', specs });
  }

  keysOf(endpoint: string): EndpointKeys {
    const { spec } = this.#registry.find(endpoint);
    if (spec.authMode !== 'key') throw fail('ENDPOINT_NO_KEYS', { endpoint, mode: spec.authMode });
    return { ...spec.keys };
  }

  regenerateKey(endpoint: string, which: 'primary' | 'secondary'): EndpointKeys {
    this.keysOf(endpoint);
    this.#change({ change: 'set-key', endpoint, which, key: newEndpointKey() });
    return this.keysOf(endpoint);
  }

  issueToken(endpoint: string, lifetimeMs?: number): EndpointToken {
    const { spec, guard } = this.#registry.find(endpoint);
    if (!(guard instanceof TokenGuard)) throw fail('ENDPOINT_NO_TOKENS', { endpoint, mode: spec.authMode });
    const { token, expiryMs } = guard.issue(lifetimeMs);
    this.#onChange?.({ change: 'accept-token', endpoint, token: token.accessToken, expiryMs });
    return token;
  }

  readiness(): DeploymentStatus[] {
    return this.#registry.statuses();
  }

  carryOut(change: RegistryChange): void {
    carryOut(this.#registry, change);
  }

  #change(change: RegistryChange): boolean {
    const done = carryOut(this.#registry, change);
    this.#onChange?.(change);
    return done;
  }

  close(): Promise<void> {
    return this.#registry.close();
  }
}

const zero = (): number => 0;

/** A field that may stand only once; where it does not, the first one counts. */
function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
