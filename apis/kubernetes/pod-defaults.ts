import { isObject, type Json, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';

export function podDefaults(object: JsonObject): JsonObject {
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
  return {
    ...status,
    ...filled('conditions', { lastProbeTime: null }),
    ...filled('containerStatuses', { lastState: {} }),
  };
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
  const http: JsonObject = isObject(probe.httpGet)
    ? { httpGet: { path: '/', scheme: 'HTTP', ...probe.httpGet } }
    : {};
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...http,
  };
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

export function workloadDefaults(kind: string, object: JsonObject): JsonObject {
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  const metadata = objectAt(object, 'metadata');
  const rolling = { maxUnavailable: '25%', maxSurge: '25%', ...objectAt(spec, 'strategy', 'rollingUpdate') };
  const strategy: JsonObject =
    textAt(spec, 'strategy', 'type') === 'Recreate'
      ? { type: 'Recreate' }
      : { type: 'RollingUpdate', rollingUpdate: rolling };
  const ofDeployment = (fields: JsonObject): JsonObject => (kind === 'Deployment' ? fields : {});
  return {
    ...object,
    metadata: { ...metadata, generation: numberAt(metadata, 'generation') ?? 1 },
    spec: {
      replicas: 1,
      ...ofDeployment({ revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }),
      ...spec,
      ...ofDeployment({ strategy }),
      template: {
        ...template,
        metadata: objectAt(template, 'metadata'),
        spec: podSpec(objectAt(template, 'spec')),
      },
    },
    status:
      kind === 'ReplicaSet' ? { replicas: 0, ...objectAt(object, 'status') } : objectAt(object, 'status'),
  };
}

function onlyGiven(object: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key] ?? null]])),
  );
}
