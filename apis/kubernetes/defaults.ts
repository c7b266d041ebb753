import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';

/** What a cluster gives away: the next free address and node port. */
export interface Allocator {
  clusterIp(): string;
  nodePort(): number;
}

/**
 * Fills in what the real server fills in for a kind. The object is not changed.
 * @param before the object that is updated, or null for a new one: a Service keeps its address
 */
export function withDefaults(kind: string, object: JsonObject, before: JsonObject | null, free: Allocator): JsonObject {
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
      return { ...withGeneration(object), status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, ...objectAt(object, 'status') } };
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
  const clusterIP = textAt(given, 'clusterIP') || textAt(old, 'clusterIP') || (external ? '' : free.clusterIp());
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
    status: { ...objectAt(object, 'status'), loadBalancer: loadBalancer(objectAt(object, 'status', 'loadBalancer')) },
  };
}

function loadBalancer(status: JsonObject): JsonObject {
  if (!Array.isArray(status.ingress)) return status;
  const ingress = status.ingress.map((one) => (textAt(one, 'ip') === '' ? one : { ipMode: 'VIP', ...objectAt(one) }));
  return { ...status, ingress };
}

function targetPort(port: Json): Json {
  const given = objectAt(port).targetPort;
  return given === undefined || given === 0 ? (numberAt(port, 'port') ?? 0) : given;
}

function podDefaults(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const filled = podSpec(objectAt(object, 'spec'));
  const spec: JsonObject = { ...filled, containers: listAt(filled, 'containers').map(requestDefaults) };
  const hasTolerations = Array.isArray(spec.tolerations);
  const tolerations = ['not-ready', 'unreachable'].map((condition) => ({
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }));
  return {
    ...object,
    metadata: { ...metadata, generation: numberAt(metadata, 'generation') ?? 1 },
    spec: {
      ...spec,
      ...(hasTolerations ? {} : { tolerations }),
      priority: 0,
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      ...onlyGiven(spec, ['priority', 'enableServiceLinks', 'preemptionPolicy']),
    },
    status: { phase: 'Pending', qosClass: qosClass(spec), ...podStatus(objectAt(object, 'status')) },
  };
}

function podStatus(status: JsonObject): JsonObject {
  const filled = (key: string, extra: JsonObject): JsonObject =>
    Array.isArray(status[key]) ? { [key]: status[key].map((one) => ({ ...extra, ...objectAt(one) })) } : {};
  return { ...status, ...filled('conditions', { lastProbeTime: null }), ...filled('containerStatuses', { lastState: {} }) };
}

function podSpec(spec: JsonObject): JsonObject {
  const lists = ['containers', 'initContainers'].flatMap((key) =>
    Array.isArray(spec[key]) ? [[key, spec[key].map(containerDefaults)]] : [],
  );
  const volumes = Array.isArray(spec.volumes) ? { volumes: spec.volumes.map(volumeDefaults) } : {};
  const account = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount');
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...volumes,
    ...(account === '' ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...Object.fromEntries(lists),
  };
}

function volumeDefaults(volume: Json): Json {
  if (!isObject(volume)) return volume;
  const filled = ['secret', 'configMap', 'downwardAPI', 'projected'].flatMap((key) =>
    isObject(volume[key]) ? [[key, { defaultMode: 420, ...volume[key] }]] : [],
  );
  return { ...volume, ...Object.fromEntries(filled) };
}

function containerDefaults(container: Json): Json {
  if (!isObject(container)) return container;
  const image = textAt(container, 'image');
  const untagged = !image.includes('@') && !image.slice(image.lastIndexOf('/') + 1).includes(':');
  const latest = untagged || image.endsWith(':latest');
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((key) =>
    isObject(container[key]) ? [[key, probeDefaults(container[key])]] : [],
  );
  const ports = Array.isArray(container.ports)
    ? { ports: container.ports.map((port) => (isObject(port) ? { protocol: 'TCP', ...port } : port)) }
    : {};
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    ...container,
    ...ports,
    ...Object.fromEntries(probes),
    ...envDefaults(container),
  };
}

/** Requests that a pod leaves out are its limits. */
function requestDefaults(container: Json): Json {
  const resources = objectAt(container, 'resources');
  if (!isObject(container) || !isObject(resources.limits)) return container;
  const requests = { ...resources.limits, ...objectAt(resources, 'requests') };
  return { ...container, resources: { ...resources, requests } };
}

function envDefaults(container: JsonObject): JsonObject {
  if (!Array.isArray(container.env)) return {};
  const env = container.env.map((one) => {
    const reference = objectAt(one, 'valueFrom', 'fieldRef');
    if (!isObject(one) || Object.keys(reference).length === 0) return one;
    return { ...one, valueFrom: { fieldRef: { apiVersion: 'v1', ...reference } } };
  });
  return { env };
}

function probeDefaults(probe: JsonObject): JsonObject {
  const http = isObject(probe.httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...probe.httpGet } } : {};
  return { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, ...probe, ...http };
}

function qosClass(spec: JsonObject): string {
  const all = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')].map((one) =>
    objectAt(one, 'resources'),
  );
  if (all.every((one) => !isObject(one.limits) && !isObject(one.requests))) return 'BestEffort';
  const guaranteed = all.every((one) =>
    ['cpu', 'memory'].every((key) => {
      const limit = objectAt(one, 'limits')[key];
      return limit !== undefined && (objectAt(one, 'requests')[key] ?? limit) === limit;
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function workloadDefaults(kind: string, object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = objectAt(object, 'metadata');
  const rolling = { maxUnavailable: '25%', maxSurge: '25%', ...objectAt(spec, 'strategy', 'rollingUpdate') };
  const strategy =
    textAt(spec, 'strategy', 'type') === 'Recreate'
      ? { type: 'Recreate' }
      : { type: 'RollingUpdate', rollingUpdate: rolling };
  return {
    ...object,
    metadata: { ...metadata, generation: numberAt(metadata, 'generation') ?? 1 },
    spec: {
      replicas: 1,
      ...(kind === 'Deployment' ? { revisionHistoryLimit: 10, progressDeadlineSeconds: 600 } : {}),
      ...spec,
      ...(kind === 'Deployment' ? { strategy } : {}),
      template: { ...template, metadata: objectAt(template, 'metadata'), spec: podSpec(objectAt(template, 'spec')) },
    },
    status: kind === 'ReplicaSet' ? { replicas: 0, ...objectAt(object, 'status') } : objectAt(object, 'status'),
  };
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
    status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, ...objectAt(object, 'status'), nodeInfo: info },
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
            ? { ...rule, ports: rule.ports.map((port) => (isObject(port) ? { protocol: 'TCP', ...port } : port)) }
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
  const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };
  return {
    ...object,
    spec: { minReplicas: 1, metrics: [cpu], ...objectAt(object, 'spec') },
    status: { desiredReplicas: 0, currentMetrics: null, ...objectAt(object, 'status') },
  };
}

function onlyGiven(object: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key] ?? null]])));
}
