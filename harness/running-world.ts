import { bracketed, reachableAddress } from '../common/addresses.ts';
import type { ObservationLog } from '../common/observation-log.ts';
import { type DnsServer, startDns } from '../dns-mock/server.ts';
import { describeScoringAddress, formatScoringUri, type ListenAddress } from '../extension/scoring-uri.ts';
import type { TypedSettings } from '../extension/settings.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { newEndpointKey } from '../gateway/routing/authorization.ts';
import { startGatewayWithWorkers } from '../gateway/workers/start.ts';
import { type ModelServer, startModel } from '../model/server.ts';
import { leafLife } from '../pki/defaults.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';
import type { SecretSource } from '../secret/source.ts';
import { clientKeyFor } from './client-key.ts';
import { endpointNameOf, listensAt } from './configurable-router.ts';
import { demoEndpoint } from './demo-endpoint.ts';
import { fail } from './errors.ts';
import { secretOf } from './gateway-options-of.ts';
import { idle } from './idle.ts';
import { startOtherRouters } from './other-routers.ts';
import { fillPlaceholders } from './placeholders.ts';
import type { ClientTarget } from './resolve-world.ts';
import { anchorOf, type TrustAnchor } from './trust-anchor.ts';
import { WorldAuthority } from './world-authority.ts';
import { triggerIn } from './world-events.ts';
import { gatewayOptions } from './world-gateway-options.ts';
import { newStream, type World, type WorldOptions } from './world-options.ts';
import { type WorldPlan, WorldPlanner } from './world-plan.ts';
import type { WorldEvent, WorldSpec } from './world-spec.ts';
import { originOf, zonesFor } from './zone.ts';

/** What a world is built from; open, and the world's to close. */
interface WorldParts {
  options: WorldOptions;
  observations: ObservationLog;
  nextConnection: () => number;
  host: string;
  primaryKey: string;
  authority: WorldAuthority;
  model: ModelServer;
  planner: WorldPlanner;
  dns: DnsServer;
  gateway: Gateway;
}

/** What a spec put into service. All of it changes together. */
interface InService {
  plan: WorldPlan;
  otherRouters: Gateway[];
  clientKey: string;
}

/** A running world; made by `openWorld`. */
export class RunningWorld implements World {
  readonly #parts: WorldParts;
  #inService: InService;

  private constructor(parts: WorldParts, plan: WorldPlan) {
    this.#parts = parts;
    this.#inService = { plan, otherRouters: [], clientKey: parts.primaryKey };
  }

  /**
   * Opens everything that the spec describes.
   *
   * @throws MockError where a port, a setting or a secret is not right; then nothing stays open
   */
  static async open(spec: WorldSpec, options: WorldOptions): Promise<RunningWorld> {
    const { parts, plan } = await openParts(spec, options);
    const world = new RunningWorld(parts, plan);
    try {
      await world.#serve(plan);
      return world;
    } catch (error) {
      await world.close(0);
      throw error;
    }
  }

  get observations(): ObservationLog {
    return this.#parts.observations;
  }

  get nextConnection(): () => number {
    return this.#parts.nextConnection;
  }

  get host(): string {
    return this.#parts.host;
  }

  get gateway(): Gateway {
    return this.#parts.gateway;
  }

  get dns(): DnsServer {
    return this.#parts.dns;
  }

  get model(): ModelServer {
    return this.#parts.model;
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
    return this.#inService.plan.fqdn;
  }

  get target(): ClientTarget {
    return this.#inService.plan.target;
  }

  get settings(): TypedSettings | null {
    return this.#inService.plan.settings;
  }

  get notAfter(): Date {
    return this.#inService.plan.minted.notAfter;
  }

  get caPem(): string {
    return this.#anchor.pem;
  }

  get missingIssuer(): string | null {
    return this.#anchor.missingIssuer;
  }

  get #anchor(): TrustAnchor {
    const { minted, hasOwnCertificate } = this.#inService.plan;
    const chain = hasOwnCertificate ? this.gateway.servedChain : null;
    const roots = [this.#parts.options.authority.rootPem];
    return chain === null ? { pem: minted.trustedPem, missingIssuer: null } : anchorOf(chain, roots);
  }

  get key(): string {
    return this.#inService.clientKey;
  }

  get httpsUrl(): string | null {
    return this.gateway.httpsPort === null ? null : `https://${this.#urlHost}:${this.gateway.httpsPort}`;
  }

  get httpUrl(): string | null {
    return this.gateway.httpPort === null ? null : `http://${this.#urlHost}:${this.gateway.httpPort}`;
  }

  get #urlHost(): string {
    return bracketed(this.host);
  }

  get scoringUri(): string {
    const { spec, fqdn, extension, endpoints } = this.#inService.plan;
    const settings = extension ?? {
      allowInsecureConnections: false,
      inferenceRouterServiceType: null,
      sslCname: fqdn,
    };
    const address = describeScoringAddress(
      spec.tlsOnHttpPort === true ? { ...settings, allowInsecureConnections: true } : settings,
      this.listens,
    );
    const host = spec.scoringHost ?? (address.scheme === 'https' ? fqdn : address.host);
    return formatScoringUri({ ...address, host }, spec.scoringEndpoint ?? endpoints[0]?.name ?? 'demo');
  }

  async apply(spec: WorldSpec): Promise<void> {
    const plan = await this.#parts.planner.plan(spec);
    await this.#takeOver(plan, async () => {
      await this.gateway.apply(plan.state);
      this.gateway.router.replaceEndpoints(plan.endpoints);
      this.dns.replaceZones(zonesOf(plan));
    });
    await this.#serve(plan);
  }

  async configure(settings: TypedSettings | null): Promise<void> {
    const { spec, mounted } = this.#inService.plan;
    const plan = await this.#parts.planner.plan({ ...spec, settings }, mounted);
    await this.#takeOver(plan, () => this.gateway.apply(plan.state));
  }

  /** Replaces the plan in service once `change` succeeded, and removes the folder of the secret that is not used then. */
  async #takeOver(plan: WorldPlan, change: () => Promise<void>): Promise<void> {
    const before = this.#inService;
    try {
      await change();
    } catch (error) {
      if (plan.mounted !== before.plan.mounted) await plan.mounted?.unmount();
      throw error;
    }
    this.#inService = { ...before, plan };
    if (plan.mounted !== before.plan.mounted) await before.plan.mounted?.unmount();
  }

  /** The parts of a plan that need open ports. */
  async #serve(plan: WorldPlan): Promise<void> {
    const { options, model, gateway, dns, primaryKey } = this.#parts;
    for (const [name, fault] of Object.entries(plan.dnsFaults)) dns.setFault(name, fault);
    model.setFault(plan.spec.modelFault ?? null);
    await Promise.all(this.#inService.otherRouters.map((router) => router.close(0)));
    this.#inService = {
      plan,
      otherRouters: [],
      clientKey: clientKeyFor(plan.spec, primaryKey, gateway.router),
    };
    const otherRouters = await startOtherRouters(plan.spec.otherRouters ?? [], options.authority, {
      ...gatewayOptions(this.#parts, plan),
      httpsPort: gateway.httpsPortWanted,
    });
    this.#inService = { ...this.#inService, otherRouters };
    await gateway.flushed();
    for (const event of plan.spec.before ?? []) await this.trigger(event);
  }

  async renewSecret(days: number): Promise<void> {
    const { mounted } = this.#inService.plan;
    if (mounted === null) throw fail('SECRET_NOT_OURS', {});
    await this.trigger({ event: 'secret-replaced', certificate: { leaf: leafLife(days) } });
  }

  async trigger(event: WorldEvent): Promise<void> {
    const { gateway, dns } = this;
    const { fqdn, mounted, target } = this.#inService.plan;
    const mint = async (certificate: CertificateRecipe) =>
      (await this.#parts.authority.mint({ certificate }, fqdn)).minted;
    const filled = fillPlaceholders(event, { fqdn, host: target.address });
    await triggerIn({ fqdn, gateway, dns, mounted, mint }, filled);
  }

  idle(ms = 500): Promise<void> {
    return idle(this.observations, ms);
  }

  async close(graceMs = 5000): Promise<void> {
    const { gateway, dns, model, authority } = this.#parts;
    const { otherRouters, plan } = this.#inService;
    await Promise.all([gateway, ...otherRouters].map((router) => router.close(graceMs)));
    await Promise.all([dns.close(), model.close(), plan.mounted?.unmount(), authority.close()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close(0);
  }
}

async function openParts(
  spec: WorldSpec,
  options: WorldOptions,
): Promise<{ parts: WorldParts; plan: WorldPlan }> {
  const { log, score, modelPort, dnsPort, host = '127.0.0.1', key: primaryKey = newEndpointKey() } = options;
  const { observations, nextConnection } = options.shared ?? newStream();
  const address = reachableAddress(host);
  const opened: (() => Promise<void> | undefined)[] = [];
  try {
    const model = await startModel({ host: '127.0.0.1', port: modelPort ?? 0, log, score });
    opened.push(() => model.close());
    const authority = new WorldAuthority(options.authority, host, address);
    opened.push(() => authority.close());
    const endpoints = options.endpoints?.(model.url, primaryKey) ?? [demoEndpoint(model.url, primaryKey)];
    const monitor = (source: SecretSource) => secretOf(source, options, observations.emit);
    const planner = new WorldPlanner({ ...options, authority, address, endpoints, monitor });
    const plan = await planner.plan(spec);
    opened.push(() => plan.mounted?.unmount());
    const stream = { options, observations, nextConnection, host };
    const zones = zonesOf(plan);
    const dns = await startDns({
      zones,
      host,
      port: dnsPort ?? 0,
      observe: observations.emit,
      log,
      update: options.dnsUpdate,
      recursionAvailable: options.isResolver,
      answersAll: options.dnsAnswersAll,
    });
    opened.push(() => dns.close());
    const gateway = await startGatewayWithWorkers(gatewayOptions(stream, plan), options.workers);
    return { parts: { ...stream, primaryKey, authority, model, planner, dns, gateway }, plan };
  } catch (error) {
    await Promise.all(opened.map((close) => close()));
    throw error;
  }
}

const zonesOf = ({ fqdn, records }: WorldPlan) => zonesFor(originOf(fqdn), records);
