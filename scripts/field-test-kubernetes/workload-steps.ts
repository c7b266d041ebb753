import { APPS, del, get, NS, object, patch, post, put, type Step, steps, TABLE } from './step.ts';

const V = `${NS}/services`;
const P = `${NS}/pods`;
const D = `${APPS}/deployments`;
const E = `${NS}/events`;
const labels = { app: 'azureml-fe' };
const ports = [
  { name: 'http', port: 80, targetPort: 5000 },
  { name: 'https', port: 443, targetPort: 5443 },
];
const containers = [
  {
    name: 'envoy',
    image: 'mock/envoy',
    ports: [{ containerPort: 5443 }],
    readinessProbe: { httpGet: { port: 5443 } },
  },
  { name: 'xds', image: 'mock/xds:1', resources: { limits: { cpu: 1, memory: '64Mi' } } },
];
const service = (name: string, spec: Record<string, unknown>): Record<string, unknown> =>
  object('Service', name, { spec });
const deployment = (name: string, spec: Record<string, unknown> = {}): Record<string, unknown> =>
  object(
    'Deployment',
    name,
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
        ...spec,
      },
    },
    'apps/v1',
  );
const pod = (name: string, spec: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...object('Pod', name),
  metadata: { name, labels },
  spec: { containers, ...spec },
});

export const services: Step[] = steps('service', [
  post('load balancer', V, service('lb', { type: 'LoadBalancer', selector: labels, ports })),
  post('cluster IP', V, service('internal', { selector: labels, ports: [{ port: 9001 }] })),
  post('node port', V, service('np', { type: 'NodePort', ports: [{ port: 443, nodePort: 30443 }] })),
  post('headless', V, service('headless', { clusterIP: 'None', ports: [{ port: 80 }] })),
  post('external name', V, service('out', { type: 'ExternalName', externalName: 'contoso.com' })),
  post('without ports', V, service('u', { selector: labels })),
  post('ports without names', V, service('u', { ports: [{ port: 80 }, { port: 81 }] })),
  post('port 0', V, service('u', { ports: [{ port: 0 }] })),
  post('protocol', V, service('u', { ports: [{ port: 80, protocol: 'ICMP' }] })),
  post('type', V, service('u', { type: 'Balancer', ports: [{ port: 80 }] })),
  post('node port out of range', V, service('u', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })),
  post('port is text', V, service('u', { ports: [{ port: 'http' }] })),
  post('name', V, service('0u', { ports: [{ port: 80 }] })),
  get('get', `${V}/lb`),
  patch('status', 'merge', `${V}/lb/status`, {
    status: { loadBalancer: { ingress: [{ ip: '104.214.29.152' }] } },
  }),
  get('table', V, TABLE),
  patch('add a port', 'strategic', `${V}/internal`, {
    spec: {
      ports: [
        { name: 'b', port: 9002 },
        { name: 'a', port: 9001 },
      ],
    },
  }),
  patch('remove a port', 'strategic', `${V}/internal`, {
    spec: { ports: [{ $patch: 'delete', port: 9002 }] },
  }),
  patch('status is ignored', 'merge', `${V}/lb`, { status: { loadBalancer: {} } }),
  patch('move the address', 'merge', `${V}/internal`, {
    spec: { clusterIP: '10.0.0.99', clusterIPs: ['10.0.0.99'] },
  }),
  patch(
    'apply',
    'apply',
    `${V}/ssa?fieldManager=k`,
    service('ssa', { ports: [{ name: 'a', port: 80, protocol: 'TCP' }], selector: labels }),
  ),
  patch(
    'apply a second port',
    'apply',
    `${V}/ssa?fieldManager=other`,
    service('ssa', { ports: [{ name: 'b', port: 81, protocol: 'TCP' }] }),
  ),
  patch(
    'apply, port conflict',
    'apply',
    `${V}/ssa?fieldManager=third`,
    service('ssa', { ports: [{ name: 'c', port: 81, protocol: 'TCP' }] }),
  ),
  put('put creates', `${V}/made`, service('made', { ports: [{ port: 80 }] })),
  del('delete', `${V}/made`),
]);

export const deployments: Step[] = steps('deployment', [
  post('create', D, deployment('fe')),
  post('selector does not match', D, deployment('u', { selector: { matchLabels: { other: 'x' } } })),
  post('without selector', D, deployment('u', { selector: undefined })),
  post(
    'without containers',
    D,
    deployment('u', { template: { metadata: { labels }, spec: { containers: [] } } }),
  ),
  post(
    'without image',
    D,
    deployment('u', { template: { metadata: { labels }, spec: { containers: [{ name: 'a' }] } } }),
  ),
  post('negative replicas', D, deployment('u', { replicas: -1 })),
  post('replicas is text', D, deployment('u', { replicas: 'two' })),
  post('strict', `${D}?fieldValidation=Strict`, deployment('u', { replica: 1 })),
  post('as v1', D, { ...deployment('u'), apiVersion: 'v1' }),
  get('get', `${D}/fe`),
  get('missing', `${D}/nope`),
  get('read the scale', `${D}/fe/scale`),
  patch('status', 'merge', `${D}/fe/status`, {
    status: {
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      observedGeneration: 1,
    },
  }),
  get('table', D, TABLE),
  patch('scale', 'merge', `${D}/fe/scale`, { spec: { replicas: 5 } }),
  get('after scale', `${D}/fe`),
  patch('restart', 'strategic', `${D}/fe`, {
    spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'x' } } } },
  }),
  patch('image', 'strategic', `${D}/fe`, {
    spec: { template: { spec: { containers: [{ name: 'xds', image: 'mock/xds:2' }] } } },
  }),
  patch('environment', 'strategic', `${D}/fe`, {
    spec: { template: { spec: { containers: [{ name: 'xds', env: [{ name: 'A', value: 'b' }] }] } } },
  }),
  patch('remove a container', 'strategic', `${D}/fe`, {
    spec: { template: { spec: { containers: [{ $patch: 'delete', name: 'xds' }] } } },
  }),
  patch('selector is immutable', 'merge', `${D}/fe`, { spec: { selector: { matchLabels: { app: 'x' } } } }),
  patch('strategy', 'merge', `${D}/fe`, { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } }),
  patch('apply', 'apply', `${D}/ssa?fieldManager=k`, deployment('ssa')),
  patch('apply, conflict', 'apply', `${D}/ssa?fieldManager=other`, deployment('ssa', { replicas: 7 })),
  get('replica sets', `${APPS}/replicasets`, TABLE),
  del('delete', `${D}/fe`, { propagationPolicy: 'Background' }),
  del('delete again', `${D}/fe`),
]);

export const pods: Step[] = steps('pod', [
  post('create', P, pod('p1', { nodeName: 'aks-0' })),
  post('generated name', P, { ...pod(''), metadata: { generateName: 'gen-', labels } }),
  post('without containers', P, pod('u', { containers: [] })),
  post('defaults', P, pod('p2', { volumes: [{ name: 's', secret: { secretName: 'x' } }] })),
  get('get', `${P}/p1`),
  patch('status', 'merge', `${P}/p1/status`, {
    status: {
      phase: 'Running',
      podIP: '10.244.0.7',
      podIPs: [{ ip: '10.244.0.7' }],
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-12-01T08:00:10Z' }],
      containerStatuses: ['envoy', 'xds'].map((name) => ({
        name,
        ready: name === 'envoy',
        restartCount: 2,
        image: 'x',
        imageID: '',
        state:
          name === 'envoy'
            ? { running: { startedAt: '2026-12-01T08:00:10Z' } }
            : { waiting: { reason: 'CrashLoopBackOff' } },
      })),
    },
  }),
  get('table', P, TABLE),
  get('by phase', `${P}?fieldSelector=status.phase%3DRunning`, TABLE),
  get('by node', `${P}?fieldSelector=spec.nodeName%3Daks-0`, TABLE),
  get('bad field', `${P}?fieldSelector=spec.x%3D1`),
  patch('label', 'merge', `${P}/p1`, { metadata: { labels: { new: 'x' } } }),
  patch('change the spec', 'merge', `${P}/p1`, { spec: { restartPolicy: 'Never' } }),
  get('log of a missing pod', `${P}/nope/log`),
  get('log without a container', `${P}/p1/log`),
  get('log of an unknown container', `${P}/p1/log?container=x`),
  del('delete at once', `${P}/p2`, { gracePeriodSeconds: 0 }),
  del('delete missing', `${P}/nope`),
]);

export const others: Step[] = steps('other', [
  post('node', '/api/v1/nodes', object('Node', 'aks-0')),
  patch('node status', 'merge', '/api/v1/nodes/aks-0/status', {
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'KubeletReady',
          message: 'm',
          lastHeartbeatTime: '2026-12-01T08:00:00Z',
          lastTransitionTime: '2026-12-01T08:00:00Z',
        },
      ],
      addresses: [{ type: 'InternalIP', address: '10.224.0.4' }],
    },
  }),
  get('nodes', '/api/v1/nodes', TABLE),
  post('event', E, {
    ...object('Event', 'fe.1'),
    involvedObject: { kind: 'Service', name: 'lb', namespace: 'azureml', apiVersion: 'v1' },
    reason: 'EnsuredLoadBalancer',
    message: 'Ensured load balancer',
    type: 'Normal',
    source: { component: 'service-controller' },
    firstTimestamp: '2026-12-01T08:00:00Z',
    lastTimestamp: '2026-12-01T08:00:00Z',
    count: 1,
  }),
  get('events', E, TABLE),
  get('events of one', `${E}?fieldSelector=involvedObject.name%3Dlb%2CinvolvedObject.kind%3DService`),
  get('events of none', `${E}?fieldSelector=involvedObject.name%3Dx`),
  get('events.k8s.io', '/apis/events.k8s.io/v1/namespaces/azureml/events'),
  get('events.k8s.io table', '/apis/events.k8s.io/v1/namespaces/azureml/events', TABLE),
  get('endpoints', `${NS}/endpoints?labelSelector=none`, TABLE),
  get(
    'endpoint slices',
    '/apis/discovery.k8s.io/v1/namespaces/azureml/endpointslices?labelSelector=none',
    TABLE,
  ),
  post('service account', `${NS}/serviceaccounts`, object('ServiceAccount', 'sa')),
  get('service accounts', `${NS}/serviceaccounts`, TABLE),
  post(
    'network policy',
    '/apis/networking.k8s.io/v1/namespaces/azureml/networkpolicies',
    object(
      'NetworkPolicy',
      'np',
      { spec: { podSelector: { matchLabels: labels }, ingress: [{ ports: [{ port: 443 }] }] } },
      'networking.k8s.io/v1',
    ),
  ),
  get('network policies', '/apis/networking.k8s.io/v1/namespaces/azureml/networkpolicies', TABLE),
  post(
    'disruption budget',
    '/apis/policy/v1/namespaces/azureml/poddisruptionbudgets',
    object(
      'PodDisruptionBudget',
      'pdb',
      { spec: { minAvailable: 2, selector: { matchLabels: labels } } },
      'policy/v1',
    ),
  ),
  get('disruption budgets', '/apis/policy/v1/namespaces/azureml/poddisruptionbudgets', TABLE),
  post(
    'autoscaler',
    '/apis/autoscaling/v2/namespaces/azureml/horizontalpodautoscalers',
    object(
      'HorizontalPodAutoscaler',
      'hpa',
      { spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'fe' }, maxReplicas: 6 } },
      'autoscaling/v2',
    ),
  ),
  get('autoscalers', '/apis/autoscaling/v2/namespaces/azureml/horizontalpodautoscalers', TABLE),
  post(
    'review',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    object(
      'SelfSubjectAccessReview',
      '',
      {
        metadata: {},
        spec: { resourceAttributes: { verb: 'get', resource: 'secrets', namespace: 'azureml' } },
      },
      'authorization.k8s.io/v1',
    ),
  ),
]);

const N = '/api/v1/namespaces';

export const namespaces: Step[] = steps('namespace', [
  post('create', N, object('Namespace', 'contoso')),
  post('create again', N, object('Namespace', 'contoso')),
  post('bad name', N, object('Namespace', 'con.toso')),
  get('get', `${N}/contoso`),
  get('missing', `${N}/nope`),
  get('table', `${N}?fieldSelector=metadata.name%3Dcontoso`, TABLE),
  get('by phase', `${N}?fieldSelector=status.phase%3DActive%2Cmetadata.name%3Dcontoso`, TABLE),
  patch('label', 'merge', `${N}/contoso`, { metadata: { labels: { a: 'b' } } }),
  del('collection', N),
  del('default', `${N}/default`),
  del('delete', `${N}/contoso`, { propagationPolicy: 'Background' }),
  del('delete missing', `${N}/nope`),
]);
