import { isObject, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import { kindNamed } from '../kinds.ts';
import { type ControlledCluster, NAMESPACE, nodeAddress, nodeName } from './names.ts';
import { reference } from './owner.ts';

const POD = kindNamed('v1', 'Pod');

/** What one pod of the router is made from. */
export interface RouterPod {
  name: string;
  index: number;
  /** `pod-template-hash`. */
  hash: string;
  /** The ReplicaSet that owns it. */
  set: JsonObject;
  template: JsonObject;
  ready: boolean;
  cluster: ControlledCluster;
}

/** A running pod of the router; its readiness is the router's own. */
export function routerPod({ name, index, hash, set, template, ready, cluster }: RouterPod): JsonObject {
  const live = cluster.store.get(POD, NAMESPACE, name);
  const since = live === undefined ? cluster.time() : textAt(live, 'metadata', 'creationTimestamp');
  const ip = `10.244.${Math.floor(index / 250)}.${7 + (index % 240)}`;
  const node = index % cluster.nodeCount();
  const condition = (type: string, met: boolean): JsonObject => ({
    type,
    status: met ? 'True' : 'False',
    lastTransitionTime: since,
    ...(met ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [envoy]' }),
  });
  const old = objectAt(live ?? {}, 'metadata');
  return {
    metadata: {
      name,
      namespace: NAMESPACE,
      generateName: `${textAt(set, 'metadata', 'name')}-`,
      labels: {
        ...objectAt(template, 'metadata', 'labels'),
        ...objectAt(old, 'labels'),
        'pod-template-hash': hash,
      },
      annotations: { ...objectAt(template, 'metadata', 'annotations'), ...objectAt(old, 'annotations') },
      ownerReferences: [reference('apps/v1', 'ReplicaSet', set)],
      ...(isObject(old.managedFields) || Array.isArray(old.managedFields)
        ? { managedFields: old.managedFields }
        : {}),
    },
    spec: { ...objectAt(template, 'spec'), nodeName: nodeName(node) },
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      hostIP: nodeAddress(node),
      startTime: since,
      conditions: [
        condition('PodScheduled', true),
        condition('Initialized', true),
        condition('ContainersReady', ready),
        condition('Ready', ready),
      ],
      containerStatuses: listAt(template, 'spec', 'containers').map((container) => {
        const containerName = textAt(container, 'name');
        return {
          name: containerName,
          image: textAt(container, 'image'),
          imageID: '',
          containerID: `containerd://${name}-${containerName}`,
          ready: containerName === 'envoy' ? ready : true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: since } },
        };
      }),
    },
  };
}
