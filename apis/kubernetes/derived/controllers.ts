import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { kindNamed } from '../kinds.ts';
import { type ControlledCluster, NAMESPACE } from './names.ts';
import { reference } from './owner.ts';
import { routerPod } from './router-pod.ts';

const [DEPLOYMENT, REPLICA_SET] = [kindNamed('apps/v1', 'Deployment'), kindNamed('apps/v1', 'ReplicaSet')];
const [POD, SERVICE] = [kindNamed('v1', 'Pod'), kindNamed('v1', 'Service')];
const [ENDPOINTS, SLICE] = [kindNamed('v1', 'Endpoints'), kindNamed('discovery.k8s.io/v1', 'EndpointSlice')];
const ROUTER = 'azureml-fe-v2';
const SERVICE_LABEL = 'kubernetes.io/service-name';

/**
 * What the controllers of a real cluster do for the router: its Deployment has a ReplicaSet and pods, and every Service
 * has the addresses of the pods that it selects. Workloads of other people stay as they are written: nothing runs here.
 */
export function runControllers(cluster: ControlledCluster): void {
  runRouter(cluster);
  for (const service of cluster.store.list(SERVICE, '')) publishEndpoints(cluster, service);
  for (const kind of [ENDPOINTS, SLICE]) {
    for (const object of cluster.store.list(kind, '')) {
      const namespace = textAt(object, 'metadata', 'namespace');
      const service = textAt(object, 'metadata', 'labels', SERVICE_LABEL);
      if (service === '' || textAt(object, 'metadata', 'labels', MANAGED_BY) !== CONTROLLER) continue;
      if (cluster.store.get(SERVICE, namespace, service) === undefined) {
        cluster.store.remove(kind, namespace, textAt(object, 'metadata', 'name'));
      }
    }
  }
}

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLER = 'endpointslice-controller.k8s.io';

function runRouter(cluster: ControlledCluster): void {
  const deployment = cluster.store.get(DEPLOYMENT, NAMESPACE, ROUTER);
  const pods = routerPods(cluster);
  if (deployment === undefined) {
    for (const pod of pods) cluster.store.remove(POD, NAMESPACE, textAt(pod, 'metadata', 'name'));
    for (const set of ownedSets(cluster))
      cluster.store.remove(REPLICA_SET, NAMESPACE, textAt(set, 'metadata', 'name'));
    return;
  }
  const replicas = numberAt(deployment, 'spec', 'replicas') ?? 1;
  const template = objectAt(deployment, 'spec', 'template');
  const hash = shortHash(JSON.stringify(template));
  const set = keepReplicaSet(cluster, deployment, hash, replicas);
  const current = pods.filter((pod) => textAt(pod, 'metadata', 'labels', 'pod-template-hash') === hash);
  for (const pod of [...pods.filter((one) => !current.includes(one)), ...current.slice(replicas)]) {
    cluster.store.remove(POD, NAMESPACE, textAt(pod, 'metadata', 'name'));
  }
  const ready: boolean[] = [];
  for (let index = 0; index < Math.min(replicas, MOST_PODS); index++) {
    const known = current[index];
    const name = known === undefined ? newName(cluster, set, index) : textAt(known, 'metadata', 'name');
    ready.push(cluster.isReady(index));
    cluster.keep(
      POD,
      routerPod({ name, index, hash, set, template, ready: cluster.isReady(index), cluster }),
    );
  }
  const count = ready.filter(Boolean).length;
  keepStatus(cluster, deployment, set, replicas, count);
}

/** Pods that a scaled router shows; each is an object in the store. */
const MOST_PODS = 100;

function routerPods(cluster: ControlledCluster): JsonObject[] {
  return cluster.store
    .list(POD, NAMESPACE)
    .filter((pod) => ownedSets(cluster).some((set) => ownerOf(pod) === textAt(set, 'metadata', 'uid')));
}

function ownedSets(cluster: ControlledCluster): JsonObject[] {
  return cluster.store
    .list(REPLICA_SET, NAMESPACE)
    .filter((set) => textAt(set, 'metadata', 'name').startsWith(`${ROUTER}-`));
}

function ownerOf(object: JsonObject): string {
  return textAt(listAt(object, 'metadata', 'ownerReferences')[0] ?? null, 'uid');
}

function keepReplicaSet(
  cluster: ControlledCluster,
  deployment: JsonObject,
  hash: string,
  replicas: number,
): JsonObject {
  const name = `${ROUTER}-${hash}`;
  const labels = { ...objectAt(deployment, 'spec', 'selector', 'matchLabels'), 'pod-template-hash': hash };
  const template = objectAt(deployment, 'spec', 'template');
  for (const old of ownedSets(cluster)) {
    const other = textAt(old, 'metadata', 'name');
    if (other !== name) cluster.store.remove(REPLICA_SET, NAMESPACE, other);
  }
  const live = cluster.store.get(REPLICA_SET, NAMESPACE, name);
  cluster.keep(REPLICA_SET, {
    metadata: {
      name,
      namespace: NAMESPACE,
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [reference('apps/v1', 'Deployment', deployment)],
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...objectAt(template, 'metadata'), labels } },
    },
    ...(live === undefined ? {} : { status: objectAt(live, 'status') }),
  });
  return cluster.store.get(REPLICA_SET, NAMESPACE, name) ?? {};
}

function keepStatus(
  cluster: ControlledCluster,
  deployment: JsonObject,
  set: JsonObject,
  replicas: number,
  ready: number,
): void {
  const generation = numberAt(deployment, 'metadata', 'generation') ?? 1;
  const since = textAt(deployment, 'metadata', 'creationTimestamp');
  const available = ready === replicas;
  const status: JsonObject = {
    observedGeneration: generation,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(available ? {} : { unavailableReplicas: replicas - ready }),
    conditions: [
      {
        type: 'Available',
        status: available ? 'True' : 'False',
        reason: available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
        message: available
          ? 'Deployment has minimum availability.'
          : 'Deployment does not have minimum availability.',
        lastUpdateTime: since,
        lastTransitionTime: since,
      },
    ],
  };
  cluster.keep(DEPLOYMENT, { ...unversioned(deployment), status });
  cluster.keep(REPLICA_SET, {
    ...unversioned(set),
    status: {
      observedGeneration: 1,
      replicas,
      fullyLabeledReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
    },
  });
}

/** An object without what the store and the cluster set. */
function unversioned(object: JsonObject): JsonObject {
  const { resourceVersion: _, ...metadata } = objectAt(object, 'metadata');
  return { ...object, metadata };
}

function newName(cluster: ControlledCluster, set: JsonObject, index: number): string {
  const base = textAt(set, 'metadata', 'name');
  return `${base}-${shortHash(`${textAt(set, 'metadata', 'uid')} ${index} ${cluster.store.version}`).slice(0, 5)}`;
}

/** Letters and digits as Kubernetes uses them in generated names: no vowels, no 0, 1, 3. */
function shortHash(text: string): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = createHash('sha256').update(text).digest().subarray(0, 10);
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}

function publishEndpoints(cluster: ControlledCluster, service: JsonObject): void {
  const selector = Object.entries(objectAt(service, 'spec', 'selector'));
  if (selector.length === 0) return;
  const [namespace, name] = [textAt(service, 'metadata', 'namespace'), textAt(service, 'metadata', 'name')];
  const pods = cluster.store
    .list(POD, namespace)
    .filter((pod) => textAt(pod, 'status', 'podIP') !== '')
    .filter((pod) => selector.every(([key, value]) => objectAt(pod, 'metadata', 'labels')[key] === value));
  const ports = listAt(service, 'spec', 'ports').map((port) => ({
    ...(textAt(port, 'name') === '' ? {} : { name: textAt(port, 'name') }),
    port: numberAt(port, 'targetPort') ?? numberAt(port, 'port') ?? 0,
    protocol: textAt(port, 'protocol'),
  }));
  const isReady = (pod: JsonObject): boolean =>
    listAt(pod, 'status', 'containerStatuses').every((one) => isObject(one) && one.ready === true);
  const address = (pod: JsonObject): JsonObject => ({
    ip: textAt(pod, 'status', 'podIP'),
    nodeName: textAt(pod, 'spec', 'nodeName'),
    targetRef: targetOf(pod),
  });
  const [ready, waiting] = [pods.filter(isReady), pods.filter((pod) => !isReady(pod))];
  const labels = { ...objectAt(service, 'metadata', 'labels') };
  cluster.keep(ENDPOINTS, {
    metadata: { name, namespace, labels: { ...labels, [MANAGED_BY]: CONTROLLER, [SERVICE_LABEL]: name } },
    subsets:
      pods.length === 0
        ? []
        : [
            {
              ...(ready.length === 0 ? {} : { addresses: ready.map(address) }),
              ...(waiting.length === 0 ? {} : { notReadyAddresses: waiting.map(address) }),
              ports,
            },
          ],
  });
  cluster.keep(SLICE, {
    metadata: {
      name: `${name}-${shortHash(`${namespace}/${name}`).slice(0, 5)}`,
      namespace,
      labels: { ...labels, [SERVICE_LABEL]: name, [MANAGED_BY]: CONTROLLER },
      ownerReferences: [reference('v1', 'Service', service)],
    },
    addressType: 'IPv4',
    ports,
    endpoints: pods.map(
      (pod): Json => ({
        addresses: [textAt(pod, 'status', 'podIP')],
        conditions: { ready: isReady(pod), serving: isReady(pod), terminating: false },
        nodeName: textAt(pod, 'spec', 'nodeName'),
        targetRef: targetOf(pod),
      }),
    ),
  });
}

function targetOf(pod: JsonObject): JsonObject {
  return {
    kind: 'Pod',
    namespace: textAt(pod, 'metadata', 'namespace'),
    name: textAt(pod, 'metadata', 'name'),
    uid: textAt(pod, 'metadata', 'uid'),
  };
}
