import type { FastifyInstance } from 'fastify';
import type { ClusterFacts } from '../../extension/health.ts';
import { AzureError } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import { type GroupParams, groupResourceId, IN_GROUP } from './resource-id.ts';
import { DEFAULT_GROUP } from './routes-subscriptions.ts';

const AKS = 'Microsoft.ContainerService/managedClusters';
const ARC = 'Microsoft.Kubernetes/connectedClusters';

/** The cluster that lists show; any other is there as well. */
const DEFAULT_CLUSTER_NAME = 'contoso-aks';

interface ClusterParam {
  Params: GroupParams & { cluster: string };
}
interface SubscriptionParam {
  Params: { subscription: string };
}

/** The cluster as AKS and as Arc, under whatever name it is asked for, and its kubeconfig. */
export function addClusterRoutes(app: FastifyInstance, { targets, location }: AzureContext): void {
  const aks = (params: GroupParams, name: string) => ({
    id: groupResourceId(params, `${AKS}/${name}`),
    name,
    type: AKS,
    location,
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      agentPoolProfiles: [{ name: 'nodepool1', ...countOf(targets.cluster), mode: 'System' }],
    },
  });
  const inDefaultGroup = ({ subscription }: { subscription: string }) => ({
    value: [aks({ subscription, group: DEFAULT_GROUP }, DEFAULT_CLUSTER_NAME)],
  });

  app.get<SubscriptionParam>(`/subscriptions/:subscription/providers/${AKS}`, ({ params }) =>
    inDefaultGroup(params),
  );
  app.get<{ Params: GroupParams }>(`${IN_GROUP}/${AKS}`, ({ params }) => ({
    value: [aks(params, DEFAULT_CLUSTER_NAME)],
  }));
  app.get<ClusterParam>(`${IN_GROUP}/${AKS}/:cluster`, ({ params }) => aks(params, params.cluster));
  app.get<ClusterParam>(`${IN_GROUP}/${ARC}/:cluster`, ({ params }) => {
    const { distribution, infrastructure, nodeCount } = targets.cluster;
    return {
      id: groupResourceId(params, `${ARC}/${params.cluster}`),
      name: params.cluster,
      type: ARC,
      location,
      properties: {
        provisioningState: 'Succeeded',
        connectivityStatus: 'Connected',
        distribution: distribution ?? 'generic',
        infrastructure: infrastructure ?? 'generic',
        ...(nodeCount === null ? {} : { totalNodeCount: nodeCount }),
      },
    };
  });

  for (const role of ['User', 'Admin'] as const) {
    app.post<ClusterParam>(`${IN_GROUP}/${AKS}/:cluster/listCluster${role}Credential`, () => {
      const kubeconfig = targets.kubeconfig();
      if (kubeconfig === null) throw new AzureError(409, 'KubernetesApiClosed', KUBERNETES_CLOSED);
      return { kubeconfigs: [{ name: `cluster${role}`, value: Buffer.from(kubeconfig).toString('base64') }] };
    });
  }
}

const KUBERNETES_CLOSED =
  'The mock has no kubeconfig, for its Kubernetes API is closed. Start it with --real-tools or --kubernetes-port.';

const countOf = ({ nodeCount }: ClusterFacts): { count?: number } =>
  nodeCount === null ? {} : { count: nodeCount };
