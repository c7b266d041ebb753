import { rfc3339 } from '../age.ts';
import { type JsonObject, textAt } from '../json.ts';
import { type Kind, kindNamed } from '../kinds.ts';
import { MAX_EVENTS } from '../limits.ts';
import type { ClusterEvent, KubernetesTargets, RouterFacts } from '../targets.ts';
import { healthReport, onlineEndpoints } from './extension-objects.ts';
import { type BaseObject, NAMESPACE, nodeAddress, nodeName } from './names.ts';
import { routerObjects } from './router-objects.ts';

/** Every object that follows from the facts, by kind, namespace and name. */
export function baseObjects(
  targets: KubernetesTargets,
  server: { address: string; port: number },
): Map<string, BaseObject> {
  const facts = targets.router();
  const mark = `revision ${facts.revision}`;
  const made: BaseObject[] = [
    ...clusterObjects(facts, server),
    ...(facts.installed
      ? [...routerObjects(facts), ...healthReport(facts), ...onlineEndpoints(facts)]
      : []
    ).map((one) => ({ ...one, mark })),
    ...targets.secrets.list().map((secret) => ({
      kind: kindNamed('v1', 'Secret'),
      object: {
        metadata: { name: secret.name, namespace: secret.namespace },
        type: secret.type,
        ...(Object.keys(secret.data).length === 0 ? {} : { data: base64Of(secret.data) }),
      },
      mark: '',
      createdAt: facts.installedAt,
    })),
    ...targets.events().slice(-MAX_EVENTS).map(eventObject),
  ];
  return new Map(made.map((one) => [keyOf(one), one]));
}

function base64Of(data: Record<string, Uint8Array>): JsonObject {
  return Object.fromEntries(
    Object.entries(data).map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
  );
}

function keyOf({ kind, object }: BaseObject): string {
  return [kind.shelf, textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')].join('/');
}

function clusterObjects(facts: RouterFacts, server: { address: string; port: number }): BaseObject[] {
  const names = ['default', 'kube-system', 'kube-public', 'kube-node-lease', NAMESPACE];
  const at = (kind: Kind, object: JsonObject): BaseObject => ({
    kind,
    object,
    mark: '',
    createdAt: facts.installedAt,
  });
  return [
    ...names.map((name) => at(kindNamed('v1', 'Namespace'), { metadata: { name } })),
    ...Array.from({ length: facts.nodes }, (_, index) =>
      at(kindNamed('v1', 'Node'), nodeObject(index, facts)),
    ),
    at(kindNamed('v1', 'Service'), {
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.0.0.1',
        ports: [{ name: 'https', port: 443, targetPort: server.port }],
      },
    }),
  ];
}

function nodeObject(index: number, facts: RouterFacts): JsonObject {
  const name = nodeName(index);
  const since = rfc3339(facts.installedAt);
  const size = { cpu: '4', memory: '16Gi', pods: '110' };
  return {
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        agentpool: 'nodepool1',
      },
    },
    spec: {},
    status: {
      capacity: size,
      allocatable: size,
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
          lastHeartbeatTime: since,
          lastTransitionTime: since,
        },
      ],
      addresses: [
        { type: 'InternalIP', address: nodeAddress(index) },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        kubeletVersion: 'v1.34.4',
        osImage: 'azureml-fe-mock',
        kernelVersion: '5.15.0',
        containerRuntimeVersion: 'containerd://1.7.27',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}

function eventObject(event: ClusterEvent): BaseObject {
  const { kind, name, namespace } = event.about;
  return {
    kind: kindNamed('v1', 'Event'),
    object: {
      metadata: { name: `${name}.${event.id}`, namespace },
      involvedObject: { kind, name, namespace, apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1' },
      reason: event.reason,
      message: event.message,
      source: { component: event.component },
      reportingComponent: event.component,
      firstTimestamp: rfc3339(event.firstAt),
      lastTimestamp: rfc3339(event.lastAt),
      count: event.count,
      type: event.type,
    },
    mark: '',
    createdAt: event.firstAt,
  };
}
