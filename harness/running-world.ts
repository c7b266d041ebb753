import { ObservationLog } from '../common/observation-log.ts';
import { type DnsServer, startDns } from '../dns-mock/server.ts';
import { describeScoringAddress, formatScoringUri, type ListenAddress } from '../extension/scoring-uri.ts';
import {
  chooseCertificate,
  type ExtensionSettings,
  readSettings,
  type TypedSettings,
} from '../extension/settings.ts';
import { type Gateway, type GatewayOptions, type GatewayState, startGateway } from '../gateway/gateway.ts';
import { newEndpointKey } from '../gateway/routing/authorization.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import { type ModelServer, startModel } from '../model/server.ts';
import type { Minted } from '../pki/mint.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';
import type { SecretSource } from '../secret/source.ts';
import { clientKeyFor, endpointsFor } from './client-key.ts';
import { endpointNameOf, listensAt } from './configurable-router.ts';
import { demoEndpoint } from './demo-endpoint.ts';
import { gatewayOptionsOf } from './gateway-options-of.ts';
import { idle } from './idle.ts';
import { MountedSecret } from './mounted-secret.ts';
import { startOtherRouters } from './other-routers.ts';
import { fillPlaceholders } from './placeholders.ts';
import { WorldAuthority } from './world-authority.ts';
import { triggerIn } from './world-events.ts';
import type { World, WorldOptions } from './world-options.ts';
import { DEFAULT_FQDN, defaultSettings, type WorldEvent, type WorldSpec } from './world-spec.ts';
import { addressRecord, originOf, reachableAddress, zonesFor } from './zone.ts';

/** What a spec comes to before any socket is touched. */
interface WorldPlan {
  spec: WorldSpec;
  fqdn: string;
  settings: TypedSettings | null;
  minted: Minted;
  state: GatewayState;
  endpoints: EndpointSpec[];
}

/** A world at work; made by `startWorld`. */
export class RunningWorld implements World {
  readonly observations: ObservationLog;
  readonly nextConnection: () => number;
  readonly #options: WorldOptions;
  readonly host: string;
  readonly #primaryKey: string;
  #clientKey: string;
  readonly #authority: WorldAuthority;
  #plan: WorldPlan | null = null;
  #gateway: Gateway | null = null;
  #dns: DnsServer | null = null;
  #model: ModelServer | null = null;
  #mounted: MountedSecret | null = null;
  #otherRouters: Gateway[] = [];

  constructor(options: WorldOptions) {
    this.#options = options;
    let connections = 0;
    this.observations = options.shared?.observations ?? new ObservationLog();
    this.nextConnection = options.shared?.nextConnection ?? (() => ++connections);
    this.host = options.host ?? '127.0.0.1';
    this.#primaryKey = options.key ?? newEndpointKey();
    this.#clientKey = this.#primaryKey;
    this.#authority = new WorldAuthority(options.authority, this.host, this.#recordAddress);
  }

  get gateway(): Gateway {
    return up(this.#gateway);
  }

  get dns(): DnsServer {
    return up(this.#dns);
  }

  get model(): ModelServer {
    return up(this.#model);
  }

  get listens(): ListenAddress {
    return listensAt(this.gateway);
  }

  get endpointName(): string {
    return endpointNameOf(this.gateway);
  }

  get served(): Gateway['served'] {
    return this.gateway.served;
  }

  get waitingSecret(): string | null {
    return this.gateway.waitingSecret;
  }

  get fqdn(): string {
    return up(this.#plan).fqdn;
  }

  get settings(): TypedSettings | null {
    return up(this.#plan).settings;
  }

  get notAfter(): Date {
    return up(this.#plan).minted.notAfter;
  }

  get caPem(): string {
    return up(this.#plan).minted.trustedPem;
  }

  get key(): string {
    return this.#clientKey;
  }

  get httpsUrl(): string | null {
    return this.gateway.httpsPort === null ? null : `https://${this.#urlHost}:${this.gateway.httpsPort}`;
  }

  get httpUrl(): string | null {
    return this.gateway.httpPort === null ? null : `http://${this.#urlHost}:${this.gateway.httpPort}`;
  }

  get #urlHost(): string {
    return this.host.includes(':') ? `[${this.host}]` : this.host;
  }

  get scoringUri(): string {
    const { spec, fqdn, state, endpoints } = up(this.#plan);
    const settings = state.settings ?? {
      allowInsecureConnections: false,
      inferenceRouterServiceType: null,
      sslCname: fqdn,
    };
    const address = describeScoringAddress(
      spec.tlsOnHttpPort === true ? { ...settings, allowInsecureConnections: true } : settings,
      { address: this.host, httpsPort: this.gateway.httpsPortWanted, httpPort: this.gateway.httpPort ?? 0 },
    );
    const host = spec.scoringHost ?? (address.scheme === 'https' ? fqdn : address.host);
    return formatScoringUri({ ...address, host }, spec.scoringEndpoint ?? endpoints[0]?.name ?? 'demo');
  }

  async open(spec: WorldSpec): Promise<void> {
    const { log, score, modelPort, dnsPort } = this.#options;
    this.#model = await startModel({
      host: '127.0.0.1',
      port: modelPort ?? 0,
      log,
      ...(score === undefined ? {} : { score }),
    });
    const observe = this.observations.emit;
    const plan = await this.#makePlan(spec);
    const [dns, gateway] = await Promise.allSettled([
      startDns({ zones: this.#zones(plan), host: this.host, port: dnsPort ?? 0, observe, log }),
      startGateway(this.#gatewayOptions(plan)),
    ]);
    if (dns.status === 'fulfilled') this.#dns = dns.value;
    if (gateway.status === 'fulfilled') this.#gateway = gateway.value;
    if (dns.status === 'rejected') throw dns.reason;
    if (gateway.status === 'rejected') throw gateway.reason;
    this.#plan = plan;
    await this.#finish(plan);
  }

  async apply(spec: WorldSpec): Promise<void> {
    const plan = await this.#makePlan(spec);
    await this.gateway.apply(plan.state);
    this.gateway.router.replaceEndpoints(plan.endpoints);
    this.dns.replaceZones(this.#zones(plan));
    this.#plan = plan;
    await this.#finish(plan);
  }

  async configure(settings: TypedSettings | null): Promise<void> {
    const { spec } = up(this.#plan);
    const plan = await this.#makePlan({ ...spec, settings });
    await this.gateway.apply(plan.state);
    this.#plan = plan;
  }

  /** What needs the router's port, or the world to be up. */
  async #finish(plan: WorldPlan): Promise<void> {
    const faults = { ...this.#options.otherNames?.faults, ...plan.spec.dnsFaults };
    for (const [name, fault] of Object.entries(faults)) this.dns.setFault(name, fault);
    this.model.setFault(plan.spec.modelFault ?? null);
    await this.#replaceOtherRouters(plan);
    this.#clientKey = clientKeyFor(plan.spec, this.#primaryKey, this.gateway.router);
    await this.gateway.flushed();
    for (const event of plan.spec.before ?? []) await this.trigger(event);
  }

  async trigger(event: WorldEvent): Promise<void> {
    const { fqdn, gateway, dns } = this;
    const mounted = this.#mounted;
    const mint = async (certificate: CertificateRecipe) =>
      (await this.#authority.mint({ certificate }, fqdn)).minted;
    await triggerIn({ fqdn, gateway, dns, mounted, mint }, this.#filled(event, fqdn));
  }

  async #makePlan(given: WorldSpec): Promise<WorldPlan> {
    const fqdn = given.fqdn ?? (given.settings?.config.sslCname || DEFAULT_FQDN);
    const spec = this.#filled(given, fqdn);
    const settings = spec.settings === undefined ? defaultSettings(fqdn) : spec.settings;
    const read = settings === null ? null : readSettings(settings.config, settings.configProtected);
    const { minted, tls } = await this.#authority.mint(spec, fqdn);
    const secret = await this.#secretSource(spec, read, minted);
    return {
      spec,
      fqdn,
      settings,
      minted,
      endpoints: this.#endpoints(spec),
      state: {
        settings: read,
        secret,
        identity: spec.pastSecretCheck === true ? minted : null,
        plainHttp: spec.plainHttp ?? 'closed',
        tls,
        wireFault: spec.wireFault ?? null,
        httpFault: spec.httpFault ?? null,
        httpsGone: spec.httpsGone ?? false,
        tlsOnHttpPort: spec.tlsOnHttpPort ?? false,
      },
    };
  }

  #filled<T>(value: T, fqdn: string): T {
    return fillPlaceholders(value, { fqdn, host: this.#recordAddress });
  }

  #endpoints(spec: WorldSpec): EndpointSpec[] {
    const { url } = this.model;
    const own = this.#options.endpoints?.(url, this.#primaryKey);
    return endpointsFor(spec, own ?? [demoEndpoint(url, this.#primaryKey)]);
  }

  /** The person's own where the settings name one. A minted one is mounted where it will be replaced. */
  async #secretSource(
    spec: WorldSpec,
    settings: ExtensionSettings | null,
    minted: Minted,
  ): Promise<SecretSource> {
    const { secretsDir = '.', storedCertificate } = this.#options;
    const own =
      settings === null ? { kind: 'none' as const } : chooseCertificate(settings, storedCertificate);
    if (own.kind === 'files') return own;
    if (own.kind === 'secret') return { ...own, secretsDir };
    await this.#mounted?.unmount();
    this.#mounted = null;
    if (spec.mountedSecret !== true)
      return { kind: 'inline', certPem: minted.certPem, keyPem: minted.keyPem };
    this.#mounted = await MountedSecret.mount('contoso-tls', minted);
    return { kind: 'secret', name: this.#mounted.name, secretsDir: this.#mounted.secretsDir };
  }

  #gatewayOptions(plan: WorldPlan): GatewayOptions {
    return {
      ...gatewayOptionsOf(this.#options, plan.endpoints),
      ...plan.state,
      host: this.host,
      observe: this.observations.emit,
      nextConnection: this.nextConnection,
    };
  }

  #zones({ spec, fqdn }: WorldPlan) {
    const own = spec.records ?? [addressRecord(fqdn, this.#recordAddress)];
    return zonesFor(originOf(fqdn), [...own, ...(this.#options.otherNames?.records ?? [])]);
  }

  get #recordAddress(): string {
    return reachableAddress(this.host);
  }

  async #replaceOtherRouters(plan: WorldPlan): Promise<void> {
    const gone = this.#otherRouters;
    this.#otherRouters = [];
    await Promise.all(gone.map((router) => router.close(0)));
    this.#otherRouters = await startOtherRouters(plan.spec.otherRouters ?? [], this.#options.authority, {
      ...this.#gatewayOptions(plan),
      httpsPort: this.gateway.httpsPortWanted,
    });
  }

  idle(ms = 500): Promise<void> {
    return idle(this.observations, ms);
  }

  async close(graceMs = 5000): Promise<void> {
    await Promise.all([this.#gateway?.close(graceMs), ...this.#otherRouters.map((n) => n.close(graceMs))]);
    await Promise.all([
      this.#dns?.close(),
      this.#model?.close(),
      this.#mounted?.unmount(),
      this.#authority.close(),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0);
  }
}

function up<T>(part: T | null): T {
  if (part === null) throw new Error('The world is not up.');
  return part;
}
