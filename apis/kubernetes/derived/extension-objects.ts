import { rfc3339 } from '../age.ts';
import type { JsonObject } from '../json.ts';
import { kindNamed } from '../kinds.ts';
import type { RouterFacts } from '../targets.ts';
import { type BaseObject, NAMESPACE, nodeAddress, nodeName } from './names.ts';

type Made = Omit<BaseObject, 'mark'>;

/** The `healthcheck` pod, which has run to its end, and the ConfigMap with its report. */
export function healthReport({ health }: RouterFacts): Made[] {
  if (health === null) return [];
  const [at, code] = [rfc3339(health.at), health.passed ? 0 : 1];
  const ended = {
    exitCode: code,
    reason: health.passed ? 'Completed' : 'Error',
    startedAt: at,
    finishedAt: at,
  };
  return [
    {
      kind: kindNamed('v1', 'ConfigMap'),
      object: {
        metadata: { name: 'arcml-healthcheck', namespace: NAMESPACE },
        data: { 'reports-pre-install': health.report },
      },
      createdAt: health.at,
    },
    {
      kind: kindNamed('v1', 'Pod'),
      object: {
        metadata: { name: 'healthcheck', namespace: NAMESPACE, labels: { app: 'healthcheck' } },
        spec: {
          nodeName: nodeName(0),
          restartPolicy: 'Never',
          containers: [{ name: 'healthcheck', image: 'azureml-fe-mock/healthcheck:1' }],
        },
        status: {
          phase: health.passed ? 'Succeeded' : 'Failed',
          hostIP: nodeAddress(0),
          startTime: at,
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: health.passed ? 'PodCompleted' : 'PodFailed',
              lastTransitionTime: at,
            },
          ],
          containerStatuses: [
            {
              name: 'healthcheck',
              image: 'azureml-fe-mock/healthcheck:1',
              imageID: '',
              ready: false,
              restartCount: 0,
              started: false,
              state: { terminated: ended },
            },
          ],
        },
      },
      createdAt: health.at,
    },
  ];
}

/** `onlineendpoints` and `onlinedeployments` of the extension; see the mark in `kinds.ts`. */
export function onlineEndpoints(facts: RouterFacts): Made[] {
  return facts.endpoints.flatMap((endpoint) => [
    {
      kind: kindNamed('amlarc.azureml.com/v1alpha1', 'OnlineEndpoint'),
      object: {
        metadata: { name: endpoint.name, namespace: NAMESPACE },
        spec: { authMode: endpoint.authMode, traffic: endpoint.traffic },
        status: { state: 'Succeeded', scoringUri: endpoint.scoringUri },
      } satisfies JsonObject,
      createdAt: facts.installedAt,
    },
    ...endpoint.deployments.map((deployment) => ({
      kind: kindNamed('amlarc.azureml.com/v1alpha1', 'OnlineDeployment'),
      object: {
        metadata: {
          name: `${endpoint.name}-${deployment.name}`,
          namespace: NAMESPACE,
          labels: { endpoint: endpoint.name, deployment: deployment.name },
        },
        spec: { endpointName: endpoint.name, replicas: deployment.replicas, image: deployment.image },
        status: { state: 'Succeeded', readyReplicas: deployment.replicas },
      } satisfies JsonObject,
      createdAt: facts.installedAt,
    })),
  ]);
}
