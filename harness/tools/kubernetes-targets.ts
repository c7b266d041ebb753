import { MAX_EVENTS } from '../../apis/kubernetes/limits.ts';
import type { KubernetesTargets, OnlineEndpointFacts, RouterFacts } from '../../apis/kubernetes/targets.ts';
import { reachableAddress } from '../../common/addresses.ts';
import type { ExtensionControl } from '../../extension/extension-control.ts';
import { type ClusterFacts, formatHealthReport, type HealthReport } from '../../extension/health.ts';
import { type ExtensionSettings, readSettings } from '../../extension/settings.ts';
import type { EndpointSpec } from '../../gateway/routing/endpoints.ts';
import type { World } from '../world.ts';
import { ClusterEvents } from './cluster-events.ts';
import type { ClusterSecrets } from './cluster-secrets.ts';
import { RouterLog } from './router-log.ts';
import { scoringUriOf } from './scoring-uri-of.ts';

export interface KubernetesTargetsOptions {
  world: World;
  extension: ExtensionControl;
  cluster: ClusterFacts;
  secrets: ClusterSecrets;
}

/** Targets that follow what is observed in a world. */
export interface WatchedTargets {
  targets: KubernetesTargets;
  /** Ends the subscription to the world's observations. */
  close(): Promise<void>;
}

/** What the Kubernetes API shows: the world that every other API of this harness acts on. */
export function kubernetesTargets({
  world,
  extension,
  cluster,
  secrets,
}: KubernetesTargetsOptions): WatchedTargets {
  const events = new ClusterEvents(MAX_EVENTS);
  const log = new RouterLog();
  const pods = new PodIndexes();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const life = { installedAt: Date.now(), revision: 1 };
  const settings = (): ExtensionSettings | null =>
    world.settings === null ? null : readSettings(world.settings.config, world.settings.configProtected);
  const stop = world.observations.subscribe((seen) => {
    if (seen.kind === 'extension') {
      if (seen.event === 'created') Object.assign(life, { installedAt: Date.parse(seen.at), revision: 1 });
      if (seen.event === 'updated') life.revision += 1;
    }
    // The person's own folder may be where the Secret changed.
    if (seen.kind === 'secret') void secrets.refresh().then(changed, changed);
    const told = events.note(seen, settings()?.sslSecret ?? null);
    if (log.note(seen) || told || seen.kind === 'resource') changed();
  });
  const replicasOf = (read: ExtensionSettings | null): number => (read?.inferenceRouterHA === false ? 1 : 3);
  const router = (): RouterFacts => {
    const read = settings();
    const replicas = replicasOf(read);
    return {
      installed: read !== null,
      ...life,
      fqdn: read?.sslCname ?? null,
      serviceType: SERVICE_TYPES[read?.inferenceRouterServiceType ?? 'loadBalancer'],
      address: reachableAddress(world.host),
      nodePorts: null,
      replicas,
      ready: Array.from({ length: replicas }, () => read !== null),
      nodes: cluster.nodeCount ?? DEFAULT_NODES,
      sslSecret: read?.sslSecret ?? null,
      health: healthFacts(extension.show().healthReport),
      endpoints: world.gateway.router.endpoints().map((endpoint) => endpointFacts(world, endpoint)),
    };
  };
  const targets: KubernetesTargets = {
    secrets: {
      list: () => secrets.list(),
      put: (secret) => {
        secrets.put(secret);
        changed();
      },
      remove: (namespace, name) => {
        secrets.remove(namespace, name);
        changed();
      },
    },
    router,
    events: () => events.list(),
    log: (pod, container) => log.of(container, pods.indexOf(pod), replicasOf(settings())),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { targets, close: async () => stop() };
}

const DEFAULT_NODES = 3;

const SERVICE_TYPES = { loadBalancer: 'LoadBalancer', nodePort: 'NodePort', clusterIP: 'ClusterIP' } as const;

/** Which replica a pod is. Its name says nothing about that, so the pods count in the order in which they are asked for. */
class PodIndexes {
  readonly #known = new Map<string, number>();

  indexOf(pod: string): number {
    const index = this.#known.get(pod) ?? this.#known.size;
    // Each update of the extension may bring other pods; the names of those that are gone are not asked for again.
    if (index >= MAX_PODS) this.#known.clear();
    this.#known.set(pod, index % MAX_PODS);
    return index % MAX_PODS;
  }
}

const MAX_PODS = 300;

function healthFacts(report: HealthReport | null): RouterFacts['health'] {
  if (report === null) return null;
  return { passed: report.healthy, report: formatHealthReport(report), at: Date.parse(report.date) };
}

const AUTH_MODES = { key: 'Key', aml_token: 'AMLToken' } as const;

function endpointFacts(
  world: World,
  { name, authMode, traffic, deployments }: EndpointSpec,
): OnlineEndpointFacts {
  return {
    name,
    scoringUri: scoringUriOf(world, name) ?? '',
    authMode: AUTH_MODES[authMode],
    traffic,
    deployments: deployments.map((deployment) => ({
      name: deployment.name,
      replicas: deployment.instanceCount,
      image: null,
    })),
  };
}
