import type { JsonObject } from '../json.ts';
import { kindNamed } from '../kinds.ts';
import type { RouterFacts } from '../targets.ts';
import { type BaseObject, NAMESPACE, ROUTER_LABELS } from './names.ts';

/** The containers of a router pod. Their images are on no public registry; the names are those of Azure's charts. */
export const ROUTER_CONTAINERS = ['envoy', 'xds', 'clb'] as const;

/** The Deployment, its ServiceAccount and the two Services of the router. */
export function routerObjects(facts: RouterFacts): Omit<BaseObject, 'mark'>[] {
  const at = (apiVersion: string, kind: string, object: JsonObject): Omit<BaseObject, 'mark'> => ({
    kind: kindNamed(apiVersion, kind),
    object,
    createdAt: facts.installedAt,
  });
  return [
    at('v1', 'ServiceAccount', { metadata: { name: 'azureml-fe-v2', namespace: NAMESPACE } }),
    at('apps/v1', 'Deployment', deployment(facts)),
    at('v1', 'Service', frontService(facts)),
    at('v1', 'Service', {
      metadata: { name: 'azureml-fe-int-http', namespace: NAMESPACE, labels: { ...ROUTER_LABELS } },
      spec: {
        type: 'ClusterIP',
        selector: { ...ROUTER_LABELS },
        ports: [{ name: 'http', port: 9001, targetPort: 9001 }],
      },
    }),
  ];
}

/** `azureml-fe`: ports 80 and 443 at once, whatever `allowInsecureConnections` says. */
function frontService(facts: RouterFacts): JsonObject {
  const nodePort = (port: 'http' | 'https'): JsonObject =>
    facts.serviceType === 'ClusterIP' || facts.nodePorts === null ? {} : { nodePort: facts.nodePorts[port] };
  return {
    metadata: { name: 'azureml-fe', namespace: NAMESPACE, labels: { ...ROUTER_LABELS } },
    spec: {
      type: facts.serviceType,
      selector: { ...ROUTER_LABELS },
      ports: [
        { name: 'http', port: 80, targetPort: 5000, ...nodePort('http') },
        { name: 'https', port: 443, targetPort: 5443, ...nodePort('https') },
      ],
    },
    status: {
      loadBalancer:
        facts.serviceType === 'LoadBalancer' ? { ingress: [{ ip: facts.address, ipMode: 'VIP' }] } : {},
    },
  };
}

function deployment(facts: RouterFacts): JsonObject {
  return {
    metadata: {
      name: 'azureml-fe-v2',
      namespace: NAMESPACE,
      labels: { ...ROUTER_LABELS },
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    },
    spec: {
      replicas: facts.replicas,
      selector: { matchLabels: { ...ROUTER_LABELS } },
      template: {
        metadata: {
          labels: { ...ROUTER_LABELS },
          annotations: { 'kubectl.kubernetes.io/default-container': 'envoy' },
        },
        spec: {
          serviceAccountName: 'azureml-fe-v2',
          containers: ROUTER_CONTAINERS.map((name) => ({
            name,
            image: `azureml-fe-mock/${name}:1`,
            ...(name === 'envoy'
              ? {
                  ports: [
                    { name: 'http', containerPort: 5000 },
                    { name: 'https', containerPort: 5443 },
                  ],
                }
              : {}),
          })),
          ...(facts.sslSecret === null
            ? {}
            : { volumes: [{ name: 'certs', secret: { secretName: facts.sslSecret } }] }),
        },
      },
    },
  };
}
