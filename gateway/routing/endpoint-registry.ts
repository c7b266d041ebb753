import type { Logger } from '../../common/logger.ts';
import { fail } from '../errors.ts';
import { guardFor, type KeyGuard, type TokenGuard } from './authorization.ts';
import { checkCluster, checkTraffic } from './check-endpoints.ts';
import type { DeploymentSpec, EndpointSpec } from './endpoints.ts';
import { type DeploymentStatus, LiveDeployment } from './live-deployment.ts';
import type { SlotCounter } from './slot-counter.ts';
import { createRandom, seedFor } from './traffic.ts';

export interface RegistryOptions {
  endpoints: readonly EndpointSpec[];
  seed: number;
  /** Requests in work and waiting together, as a multiple of a deployment's slots; null: no bound. */
  pendingPerSlot: number | null;
  tokenLifetimeMs: number;
  /** ms since 1970. */
  now(): number;
  log: Logger;
  /** Where slots are counted; in this registry where left out. */
  slots?: SlotSource;
}

/** Where the slots of deployments are counted. */
export interface SlotSource {
  /** The counter of the deployment that is started next. */
  nextSlots(): SlotCounter;
  /** Whether the probes run here, and set `ready` of the counters. */
  probes: boolean;
}

/** Endpoints whose keys are looked for in a request that names none of them. */
const MOST_SEARCHED = 20;

/** An endpoint in service. `spec` is replaced as a whole when something about it changes. */
export interface LiveEndpoint {
  spec: EndpointSpec;
  guard: KeyGuard | TokenGuard;
  deployments: Map<string, LiveDeployment>;
  random(): number;
}

/** The endpoints that a router serves, all of them changeable while it serves. A change that is refused changes nothing. */
export class EndpointRegistry {
  readonly #options: RegistryOptions;
  readonly #retiring = new Set<LiveDeployment>();
  #endpoints = new Map<string, LiveEndpoint>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.replaceAll(options.endpoints);
  }

  get(name: string): LiveEndpoint | undefined {
    return this.#endpoints.get(name);
  }

  /** @throws MockError ENDPOINT_UNKNOWN */
  find(name: string): LiveEndpoint {
    const endpoint = this.#endpoints.get(name);
    if (endpoint === undefined) throw fail('ENDPOINT_UNKNOWN', { endpoint: name });
    return endpoint;
  }

  specs(): EndpointSpec[] {
    return [...this.#endpoints.values()].map(({ spec }) => structuredClone(spec));
  }

  /** The bearer keys of an endpoint, or of the first ones where the router has none of that name. */
  keysFor(name: string | null): string[] {
    const endpoint = name === null ? undefined : this.#endpoints.get(name);
    const endpoints =
      endpoint === undefined ? [...this.#endpoints.values()].slice(0, MOST_SEARCHED) : [endpoint];
    return endpoints.flatMap(({ spec: { keys } }) => [keys.primary, keys.secondary]);
  }

  statuses(): DeploymentStatus[] {
    return [...this.#endpoints.values()].flatMap(({ deployments }) =>
      [...deployments.values()].map((deployment) => deployment.status()),
    );
  }

  replaceAll(specs: readonly EndpointSpec[]): void {
    checkCluster(specs);
    for (const { deployments } of this.#endpoints.values()) this.#retire(...deployments.values());
    this.#endpoints = new Map(specs.map((spec) => [spec.name, this.#start(structuredClone(spec))]));
  }

  put(spec: EndpointSpec): void {
    checkCluster([...this.specs().filter(({ name }) => name !== spec.name), spec]);
    const before = this.#endpoints.get(spec.name);
    this.#endpoints.set(spec.name, this.#start(structuredClone(spec)));
    if (before !== undefined) this.#retire(...before.deployments.values());
  }

  delete(name: string): boolean {
    const endpoint = this.#endpoints.get(name);
    if (endpoint === undefined) return false;
    this.#endpoints.delete(name);
    this.#retire(...endpoint.deployments.values());
    return true;
  }

  putDeployment(endpointName: string, deployment: DeploymentSpec): void {
    const { spec } = this.find(endpointName);
    const others = spec.deployments.filter(({ name }) => name !== deployment.name);
    this.#change({ ...spec, deployments: [...others, structuredClone(deployment)] }, deployment.name);
  }

  /** @throws MockError DEPLOYMENT_HAS_TRAFFIC: as in Azure, traffic is moved away first */
  deleteDeployment(endpointName: string, name: string): boolean {
    const { spec } = this.find(endpointName);
    if (!spec.deployments.some((deployment) => deployment.name === name)) return false;
    const percent = spec.traffic[name] ?? 0;
    if (percent > 0)
      throw fail('DEPLOYMENT_HAS_TRAFFIC', { endpoint: endpointName, deployment: name, percent });
    const { [name]: _gone, ...traffic } = spec.traffic;
    const deployments = spec.deployments.filter((deployment) => deployment.name !== name);
    this.#change({ ...spec, traffic, deployments }, name);
    return true;
  }

  setTraffic(endpointName: string, traffic: Record<string, number>): void {
    const endpoint = this.find(endpointName);
    checkTraffic(endpointName, traffic, [...endpoint.deployments.keys()]);
    endpoint.spec = { ...endpoint.spec, traffic: { ...traffic } };
  }

  setKey(endpointName: string, which: 'primary' | 'secondary', key: string): void {
    const endpoint = this.find(endpointName);
    endpoint.spec = { ...endpoint.spec, keys: { ...endpoint.spec.keys, [which]: key } };
    endpoint.guard = this.#guard(endpoint.spec);
  }

  async close(): Promise<void> {
    const live = [...this.#endpoints.values()].flatMap(({ deployments }) => [...deployments.values()]);
    this.#endpoints.clear();
    await Promise.all([...live, ...this.#retiring].map((deployment) => deployment.destroy()));
  }

  /** Takes a changed spec into service; of its deployments only the one named is started or stopped. */
  #change(spec: EndpointSpec, changed: string): void {
    checkCluster([...this.specs().filter(({ name }) => name !== spec.name), spec]);
    const endpoint = this.find(spec.name);
    const before = endpoint.deployments.get(changed);
    const now = spec.deployments.find(({ name }) => name === changed);
    endpoint.spec = spec;
    if (now === undefined) endpoint.deployments.delete(changed);
    else endpoint.deployments.set(changed, this.#startDeployment(spec.name, now));
    if (before !== undefined) this.#retire(before);
  }

  #start(spec: EndpointSpec): LiveEndpoint {
    return {
      spec,
      guard: this.#guard(spec),
      deployments: new Map(spec.deployments.map((one) => [one.name, this.#startDeployment(spec.name, one)])),
      random: createRandom(seedFor(this.#options.seed, spec.name)),
    };
  }

  #guard(spec: EndpointSpec): KeyGuard | TokenGuard {
    return guardFor(spec, this.#options.tokenLifetimeMs, this.#options.now);
  }

  #startDeployment(endpoint: string, spec: DeploymentSpec): LiveDeployment {
    const { pendingPerSlot, log, slots: source } = this.#options;
    const slots = source?.nextSlots();
    return new LiveDeployment({ endpoint, spec, pendingPerSlot, log, slots, probed: source?.probes });
  }

  #retire(...deployments: LiveDeployment[]): void {
    for (const deployment of deployments) {
      this.#retiring.add(deployment);
      void deployment.retire().then(() => this.#retiring.delete(deployment));
    }
  }
}
