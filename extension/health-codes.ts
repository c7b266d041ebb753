/** `critical` codes block the installation; `diagnostic` ones ask for a look into the log. */
export type HealthSeverity = 'critical' | 'diagnostic';

/** One code of the extension's health check (article "Troubleshoot Azure Machine Learning extension"). */
export interface HealthCode {
  code: string;
  name: string;
  severity: HealthSeverity;
  meaning: string;
  remedy: string;
}

const codes = (severity: HealthSeverity, rows: [string, string, string, string][]): HealthCode[] =>
  rows.map(([code, name, meaning, remedy]) => ({ code, name, severity, meaning, remedy }));

/** All codes in their order. Below E45000 they are critical. */
export const HEALTH_CODES: readonly HealthCode[] = [
  ...codes('critical', [
    [
      'E40000',
      'UNKNOWN_ERROR',
      'Something failed that has no code of its own.',
      'Read the log of the health check.',
    ],
    [
      'E40001',
      'LOAD_BALANCER_NOT_SUPPORT',
      'The cluster gives no external address to a Service of type LoadBalancer, as Minikube and kind do not.',
      'Write inferenceRouterServiceType=NodePort or ClusterIP, or add a load balancer such as MetalLB.',
    ],
    [
      'E40002',
      'INSUFFICIENT_NODE',
      'There are too few healthy nodes for the routers, which are put on a node each.',
      'Add nodes, correct nodeSelector, or write inferenceRouterHA=False for a single router.',
    ],
    [
      'E40003',
      'INTERNAL_LOAD_BALANCER_NOT_SUPPORT',
      'An internal load balancer is asked for on a cluster that is not AKS.',
      'Leave internalLoadBalancerProvider out.',
    ],
    [
      'E40004',
      'AZUREML_FE_DEPLOYMENT_NOT_FOUND',
      'The Deployment azureml-fe-v2 (azureml-fe in old versions) is not there.',
      'Install the extension again; its Deployment was deleted.',
    ],
    [
      'E40005',
      'AZUREML_FE_SCALE_UP_TIMEOUT',
      'New routers did not become ready in time.',
      'Look at the pods of azureml-fe-v2 in the namespace azureml for what keeps them pending.',
    ],
    [
      'E40006',
      'AZUREML_FE_UPDATE_REPLICAS_FAILED',
      'The number of routers could not be changed.',
      'Look at the events of the Deployment azureml-fe-v2, and try again.',
    ],
    [
      'E40007',
      'INVALID_SSL_SETTING',
      'Certificate and key must both be there and be intact, and the certificate must be for sslCname.',
      'Look at the pair with "certs check", and give it again with sslSecret or the PEM pair.',
    ],
  ]),
  ...codes('diagnostic', [
    [
      'E45001',
      'AGENT_UNHEALTHY',
      'A pod, Job, Deployment, DaemonSet or StatefulSet of the extension is not healthy.',
      'Find it in the log of the health check, and look at its events.',
    ],
    [
      'E45002',
      'PROMETHEUS_CONFLICT',
      'The cluster has a Prometheus operator of its own.',
      'Write installPromOp=False to reuse it.',
    ],
    [
      'E45003',
      'BAD_NETWORK_CONNECTIVITY',
      'An address that the extension needs cannot be reached.',
      'Open what the article on network requirements lists.',
    ],
    [
      'E45004',
      'AZUREML_FE_ROLE_CONFLICT',
      'There is a cluster role azureml-fe-role that is not the extension’s, mostly of the v1 router.',
      'Remove what is left of the v1 router, or migrate it with isAKSMigration=True.',
    ],
    [
      'E45005',
      'AZUREML_FE_DEPLOYMENT_CONFLICT',
      'There is a Deployment azureml-fe that is not the extension’s, mostly of the v1 router.',
      'Remove what is left of the v1 router, or migrate it with isAKSMigration=True.',
    ],
    [
      'E45006',
      'INSTANCE_TYPE_FAILED',
      'Instance types could not be validated or updated. Users have met the code; no article names it.',
      'Look at the custom resources instancetypes.amlarc.azureml.com.',
    ],
    ['E49999', 'CHECKER_PANIC', 'The health check itself broke down.', 'Read the log of the health check.'],
  ]),
];

const BY_CODE = new Map(HEALTH_CODES.map((row) => [row.code, row]));

/** The row of a code that this file has. */
export function healthCode(code: string): HealthCode {
  const row = BY_CODE.get(code);
  if (row === undefined) throw new Error(`There is no health check code ${code}.`);
  return row;
}
