import type { AzureTargets, DnsTarget, EndpointsTarget, ExtensionTarget } from '../../apis/azure/targets.ts';
import { SCENARIO_ZONE } from '../../apis/control/routes-dns.ts';
import { fail } from '../../extension/errors.ts';
import type { ExtensionControl } from '../../extension/extension-control.ts';
import type { ClusterFacts } from '../../extension/health.ts';
import { mergeSettings } from '../../extension/merge.ts';
import type { World } from '../world.ts';
import { deploymentLog } from './deployment-log.ts';
import { scoringUriOf } from './scoring-uri-of.ts';
import { installedExtension, type SentPairs } from './sent-settings.ts';

export interface AzureTargetsOptions {
  world: World;
  extension: ExtensionControl;
  cluster: ClusterFacts;
  pairs: SentPairs;
  /** The kubeconfig that `az aks get-credentials` hands out; null where the Kubernetes API is closed. */
  kubeconfig(): string | null;
}

/** What Azure Resource Manager acts on: the world that every other API of this harness acts on. */
export function azureTargets({
  world,
  extension,
  cluster,
  pairs,
  kubeconfig,
}: AzureTargetsOptions): AzureTargets {
  return {
    extension: extensionTarget(world, extension, pairs),
    endpoints: endpointsTarget(world),
    dns: dnsTarget(world),
    cluster,
    kubeconfig,
    changed: ({ method, type, name, status, detail }) =>
      world.observations.emit({
        kind: 'resource',
        api: 'azure',
        event: eventOf(method, status),
        resource: `${type} ${name}`,
        detail,
      }),
    settled: () => world.gateway.flushed(),
  };
}

function eventOf(method: string, status: number): 'created' | 'updated' | 'deleted' | 'refused' {
  if (status >= 400) return 'refused';
  if (method === 'DELETE') return 'deleted';
  return status === 201 ? 'created' : 'updated';
}

function extensionTarget(world: World, extension: ExtensionControl, pairs: SentPairs): ExtensionTarget {
  return {
    show: () => installedExtension(world.settings),
    create: async (sent) => extension.install(await pairs.typed(sent)),
    update: async (sent) => {
      if (world.settings === null) throw fail('EXTENSION_NOT_INSTALLED', {});
      await extension.install(mergeSettings(world.settings, await pairs.typed(sent)));
    },
    remove: () => extension.remove(),
  };
}

function endpointsTarget(world: World): EndpointsTarget {
  const { router } = world.gateway;
  return {
    list: () => router.endpoints(),
    putEndpoint: (spec) => router.putEndpoint(spec),
    deleteEndpoint: (name) => router.deleteEndpoint(name),
    putDeployment: (endpoint, spec) => router.putDeployment(endpoint, spec),
    deleteDeployment: (endpoint, name) => router.deleteDeployment(endpoint, name),
    setTraffic: (endpoint, traffic) => router.setTraffic(endpoint, traffic),
    regenerateKey: (endpoint, which) => void router.regenerateKey(endpoint, which),
    issueToken: (endpoint) => router.issueToken(endpoint),
    scoringUri: (endpoint) => scoringUriOf(world, endpoint),
    newBackendUrl: () => world.model.url,
    logs: (endpoint, deployment, lines) => deploymentLog(world.observations, endpoint, deployment, lines),
  };
}

/** The zones of the world; those of the scenarios' hosts are nothing that a registrar has. */
function dnsTarget({ dns }: World): DnsTarget {
  return {
    zones: () => dns.zones().filter((origin) => origin !== SCENARIO_ZONE),
    listRecords: () => dns.listRecords().filter(({ name }) => !isOfScenarios(name)),
    setRecords: (name, records) => dns.setRecords(name, records),
  };
}

const isOfScenarios = (name: string): boolean => name === SCENARIO_ZONE || name.endsWith(`.${SCENARIO_ZONE}`);
