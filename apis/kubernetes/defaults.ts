import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';
import { podDefaults, workloadDefaults } from './pod-defaults.ts';

/** What a cluster gives away: the next free address and node port. */
export interface Allocator {
  clusterIp(): string;
  nodePort(): number;
}

/**
 * Fills in what the real server fills in for a kind. The object is not changed.
 * @param before the object that is updated, or null for a new one: a Service keeps its address
 */
export function withDefaults(
  kind: string,
  object: JsonObject,
  before: JsonObject | null,
  free: Allocator,
): JsonObject {
  switch (kind) {
    case 'Secret':
      return secretDefaults(object);
    case 'Namespace':
      return namespaceDefaults(object);
    case 'Service':
      return serviceDefaults(object, before, free);
    case 'Pod':
      return podDefaults(object);
    case 'Deployment':
    case 'ReplicaSet':
      return workloadDefaults(kind, object);
    case 'Node':
      return nodeDefaults(object);
    case 'Event':
      return eventDefaults(object);
    case 'NetworkPolicy':
      return networkPolicyDefaults(object);
    case 'HorizontalPodAutoscaler':
      return autoscalerDefaults(object);
    case 'PodDisruptionBudget':
      return {
        ...withGeneration(object),
        status: {
          disruptionsAllowed: 0,
          currentHealthy: 0,
          desiredHealthy: 0,
          expectedPods: 0,
          ...objectAt(object, 'status'),
        },
      };
    default:
      return object;
  }
}

function secretDefaults(object: JsonObject): JsonObject {
  const { stringData, data, ...rest } = object;
  const texts = isObject(stringData) ? stringData : {};
  const folded: JsonObject = isObject(data) ? { ...data } : {};
  for (const [key, text] of Object.entries(texts)) folded[key] = Buffer.from(String(text)).toString('base64');
  const has = isObject(data) || isObject(stringData);
  return { ...rest, ...(has ? { data: folded } : {}), type: textAt(object, 'type') || 'Opaque' };
}

function namespaceDefaults(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const name = textAt(metadata, 'name');
  const labels = { 'kubernetes.io/metadata.name': name, ...objectAt(metadata, 'labels') };
  return {
    ...object,
    metadata: { ...metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'], ...objectAt(object, 'spec') },
    status: { phase: 'Active', ...objectAt(object, 'status') },
  };
}

function serviceDefaults(object: JsonObject, before: JsonObject | null, free: Allocator): JsonObject {
  const given = objectAt(object, 'spec');
  const type = textAt(given, 'type') || 'ClusterIP';
  const old = objectAt(before ?? {}, 'spec');
  const external = type === 'ExternalName';
  const outside = type === 'NodePort' || type === 'LoadBalancer';
  const headless = textAt(given, 'clusterIP') === 'None';
  const clusterIP =
    textAt(given, 'clusterIP') || textAt(old, 'clusterIP') || (external ? '' : free.clusterIp());
  const oldPorts = listAt(old, 'ports');
  const ports = listAt(given, 'ports').map((port, index) => {
    const known = oldPorts.find((one) => numberAt(one, 'port') === numberAt(port, 'port')) ?? oldPorts[index];
    const { nodePort, ...rest } = objectAt(port);
    const chosen = numberAt(port, 'nodePort') ?? numberAt(known ?? {}, 'nodePort');
    return {
      ...rest,
      protocol: textAt(port, 'protocol') || 'TCP',
      targetPort: targetPort(port),
      ...(outside ? { nodePort: chosen ?? free.nodePort() } : {}),
    };
  });
  const { clusterIPs: _, ports: __, ...rest } = given;
  return {
    ...object,
    spec: {
      ...(external
        ? {}
        : {
            clusterIP,
            clusterIPs: [clusterIP],
            internalTrafficPolicy: 'Cluster',
            // Without a selector a headless Service may have addresses of both families.
            ipFamilies: headless && given.selector === undefined ? ['IPv4', 'IPv6'] : ['IPv4'],
            ipFamilyPolicy: headless && given.selector === undefined ? 'RequireDualStack' : 'SingleStack',
          }),
      sessionAffinity: 'None',
      ...(outside ? { externalTrafficPolicy: 'Cluster' } : {}),
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
      ...rest,
      ...(headless ? { clusterIP: 'None', clusterIPs: ['None'] } : {}),
      ...(ports.length === 0 ? {} : { ports }),
      type,
    },
    status: {
      ...objectAt(object, 'status'),
      loadBalancer: loadBalancer(objectAt(object, 'status', 'loadBalancer')),
    },
  };
}

function loadBalancer(status: JsonObject): JsonObject {
  if (!Array.isArray(status.ingress)) return status;
  const ingress = status.ingress.map((one) =>
    textAt(one, 'ip') === '' ? one : { ipMode: 'VIP', ...objectAt(one) },
  );
  return { ...status, ingress };
}

function targetPort(port: Json): Json {
  const given = objectAt(port).targetPort;
  return given === undefined || given === 0 ? (numberAt(port, 'port') ?? 0) : given;
}

function nodeDefaults(object: JsonObject): JsonObject {
  const info = Object.fromEntries(
    [
      'machineID',
      'systemUUID',
      'bootID',
      'kernelVersion',
      'osImage',
      'containerRuntimeVersion',
      'kubeletVersion',
      'kubeProxyVersion',
      'operatingSystem',
      'architecture',
    ].map((key) => [key, textAt(object, 'status', 'nodeInfo', key)]),
  );
  return {
    ...object,
    spec: objectAt(object, 'spec'),
    status: {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      ...objectAt(object, 'status'),
      nodeInfo: info,
    },
  };
}

function eventDefaults(object: JsonObject): JsonObject {
  return {
    source: {},
    firstTimestamp: null,
    lastTimestamp: null,
    eventTime: null,
    reportingComponent: '',
    reportingInstance: '',
    ...object,
  };
}

function networkPolicyDefaults(object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  const types = ['Ingress', ...(Array.isArray(spec.egress) ? ['Egress'] : [])];
  const withPorts = (rules: Json): Json =>
    Array.isArray(rules)
      ? rules.map((rule) =>
          isObject(rule) && Array.isArray(rule.ports)
            ? {
                ...rule,
                ports: rule.ports.map((port) => (isObject(port) ? { protocol: 'TCP', ...port } : port)),
              }
            : rule,
        )
      : rules;
  return {
    ...withGeneration(object),
    spec: {
      policyTypes: types,
      ...spec,
      ...(Array.isArray(spec.ingress) ? { ingress: withPorts(spec.ingress) } : {}),
      ...(Array.isArray(spec.egress) ? { egress: withPorts(spec.egress) } : {}),
    },
  };
}

function withGeneration(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  return { ...object, metadata: { ...metadata, generation: numberAt(metadata, 'generation') ?? 1 } };
}

function autoscalerDefaults(object: JsonObject): JsonObject {
  const cpu = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  };
  return {
    ...object,
    spec: { minReplicas: 1, metrics: [cpu], ...objectAt(object, 'spec') },
    status: { desiredReplicas: 0, currentMetrics: null, ...objectAt(object, 'status') },
  };
}
