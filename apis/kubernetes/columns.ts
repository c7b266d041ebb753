import { humanDuration } from './age.ts';
import {
  autoscalerTargets,
  endpointAddresses,
  externalAddress,
  labelsText,
  nodeAddress,
  nodeRoles,
  nodeStatus,
  podReady,
  podRestarts,
  podStatus,
  selectorText,
  servicePorts,
  shortened,
} from './cells.ts';
import { type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';

/** A column of a Table. */
export interface Column {
  name: string;
  type: 'string' | 'integer';
  /** `name` marks the column that holds the object's name. */
  format: '' | 'name';
  /** 1 shows only with `-o wide`. */
  priority: 0 | 1;
  cell(object: JsonObject, now: number): Json;
}

type Cell = Column['cell'];

/** The columns that the real server prints for each kind; `null` is every other kind. */
export function columnsOf(kind: string): Column[] {
  return COLUMNS[kind] ?? [NAME, created('Created At')];
}

const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  priority: 0,
  cell: (object) => textAt(object, 'metadata', 'name'),
};
const AGE = column('Age', (object, now) => ageOf(object, now, 'metadata', 'creationTimestamp'));
const workload = (): Column[] => [
  wide('Containers', (object) => containers(object, 'name')),
  wide('Images', (object) => containers(object, 'image')),
  wide('Selector', (object) => selectorText(objectAt(object, 'spec', 'selector'))),
];

const COLUMNS: Record<string, Column[]> = {
  Namespace: [NAME, column('Status', (object) => textAt(object, 'status', 'phase')), AGE],
  Secret: [
    NAME,
    column('Type', (object) => textAt(object, 'type')),
    column('Data', (object) => Object.keys(objectAt(object, 'data')).length),
    AGE,
  ],
  ConfigMap: [
    NAME,
    column(
      'Data',
      (object) =>
        Object.keys(objectAt(object, 'data')).length + Object.keys(objectAt(object, 'binaryData')).length,
    ),
    AGE,
  ],
  ServiceAccount: [NAME, column('Secrets', (object) => listAt(object, 'secrets').length), AGE],
  Service: [
    NAME,
    column('Type', (object) => textAt(object, 'spec', 'type')),
    column('Cluster-IP', (object) => textAt(object, 'spec', 'clusterIP') || '<none>'),
    column('External-IP', externalAddress),
    column('Port(s)', servicePorts),
    AGE,
    wide('Selector', (object) => labelsText(objectAt(object, 'spec', 'selector'))),
  ],
  Endpoints: [NAME, column('Endpoints', endpointAddresses), AGE],
  EndpointSlice: [
    NAME,
    column('AddressType', (object) => textAt(object, 'addressType')),
    column('Ports', (object) =>
      shortened(
        listAt(object, 'ports').map((port) => String(numberAt(port, 'port') ?? '*')),
        '<unset>',
      ),
    ),
    column('Endpoints', (object) =>
      shortened(
        listAt(object, 'endpoints').flatMap((one) => listAt(one, 'addresses').map(String)),
        '<unset>',
      ),
    ),
    AGE,
  ],
  Pod: [
    NAME,
    column('Ready', podReady),
    column('Status', podStatus),
    column('Restarts', podRestarts),
    AGE,
    wide('IP', (object) => textAt(object, 'status', 'podIP') || '<none>'),
    wide('Node', (object) => textAt(object, 'spec', 'nodeName') || '<none>'),
    wide('Nominated Node', (object) => textAt(object, 'status', 'nominatedNodeName') || '<none>'),
    wide('Readiness Gates', () => '<none>'),
  ],
  Node: [
    NAME,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    AGE,
    column('Version', (object) => textAt(object, 'status', 'nodeInfo', 'kubeletVersion')),
    wide('Internal-IP', (object) => nodeAddress(object, 'InternalIP')),
    wide('External-IP', (object) => nodeAddress(object, 'ExternalIP')),
    wide('OS-Image', (object) => textAt(object, 'status', 'nodeInfo', 'osImage') || '<unknown>'),
    wide('Kernel-Version', (object) => textAt(object, 'status', 'nodeInfo', 'kernelVersion') || '<unknown>'),
    wide(
      'Container-Runtime',
      (object) => textAt(object, 'status', 'nodeInfo', 'containerRuntimeVersion') || '<unknown>',
    ),
  ],
  Event: [
    column('Last Seen', (object, now) => eventAge(object, now, 'lastTimestamp')),
    column('Type', (object) => textAt(object, 'type')),
    column('Reason', (object) => textAt(object, 'reason')),
    column('Object', (object) =>
      [textAt(object, 'involvedObject', 'kind').toLowerCase(), textAt(object, 'involvedObject', 'name')]
        .filter((part) => part !== '')
        .join('/'),
    ),
    wide('Subobject', (object) => textAt(object, 'involvedObject', 'fieldPath')),
    wide('Source', (object) =>
      [
        textAt(object, 'source', 'component') || textAt(object, 'reportingComponent'),
        textAt(object, 'source', 'host'),
      ]
        .filter((part) => part !== '')
        .join(', '),
    ),
    column('Message', (object) => textAt(object, 'message').trim()),
    wide('First Seen', (object, now) => eventAge(object, now, 'firstTimestamp')),
    wide('Count', (object) => numberAt(object, 'count') ?? numberAt(object, 'series', 'count') ?? 1),
    { ...NAME, priority: 1 },
  ],
  Deployment: [
    NAME,
    column(
      'Ready',
      (object) => `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
    ),
    column('Up-to-date', (object) => count(object, 'status', 'updatedReplicas')),
    column('Available', (object) => count(object, 'status', 'availableReplicas')),
    AGE,
    ...workload(),
  ],
  ReplicaSet: [
    NAME,
    integer('Desired', (object) => count(object, 'spec', 'replicas')),
    integer('Current', (object) => count(object, 'status', 'replicas')),
    integer('Ready', (object) => count(object, 'status', 'readyReplicas')),
    AGE,
    ...workload(),
  ],
  NetworkPolicy: [
    NAME,
    column('Pod-Selector', (object) => selectorText(objectAt(object, 'spec', 'podSelector'))),
    AGE,
  ],
  PodDisruptionBudget: [
    NAME,
    column('Min Available', (object) => numberOrText(object, 'minAvailable')),
    column('Max Unavailable', (object) => numberOrText(object, 'maxUnavailable')),
    integer('Allowed Disruptions', (object) => count(object, 'status', 'disruptionsAllowed')),
    AGE,
  ],
  HorizontalPodAutoscaler: [
    NAME,
    column('Reference', (object) =>
      ['kind', 'name'].map((key) => textAt(object, 'spec', 'scaleTargetRef', key)).join('/'),
    ),
    column('Targets', autoscalerTargets),
    column('MinPods', (object) => String(numberAt(object, 'spec', 'minReplicas') ?? '<unset>')),
    column('MaxPods', (object) => count(object, 'spec', 'maxReplicas')),
    column('Replicas', (object) => count(object, 'status', 'currentReplicas')),
    AGE,
  ],
  OnlineEndpoint: [
    NAME,
    column('State', (object) => textAt(object, 'status', 'state')),
    column('Scoring-URI', (object) => textAt(object, 'status', 'scoringUri')),
    AGE,
  ],
  OnlineDeployment: [
    NAME,
    column('Endpoint', (object) => textAt(object, 'spec', 'endpointName')),
    column('State', (object) => textAt(object, 'status', 'state')),
    column(
      'Ready',
      (object) => `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`,
    ),
    AGE,
  ],
};

function column(name: string, cell: Cell): Column {
  return { name, type: 'string', format: '', priority: 0, cell };
}

function wide(name: string, cell: Cell): Column {
  return { ...column(name, cell), priority: 1 };
}

function integer(name: string, cell: Cell): Column {
  return { ...column(name, cell), type: 'integer' };
}

function created(name: string): Column {
  return column(name, (object) => textAt(object, 'metadata', 'creationTimestamp'));
}

function count(object: JsonObject, ...path: string[]): number {
  return numberAt(object, ...path) ?? 0;
}

function numberOrText(object: JsonObject, key: string): string {
  const value = objectAt(object, 'spec')[key];
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'N/A';
}

function ageOf(object: JsonObject, now: number, ...path: string[]): string {
  const time = Date.parse(textAt(object, ...path));
  return Number.isNaN(time) ? '<unknown>' : humanDuration(now - time);
}

function eventAge(object: JsonObject, now: number, field: string): string {
  if (textAt(object, field) !== '') return ageOf(object, now, field);
  return ageOf(object, now, 'eventTime');
}

function containers(object: JsonObject, key: string): string {
  return listAt(object, 'spec', 'template', 'spec', 'containers')
    .map((one) => textAt(one, key))
    .join(',');
}
