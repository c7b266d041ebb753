import { doc, type FidelitySection, issue } from './fidelity-row.ts';

const KUBERNETES_CODES = 'Common error codes for Kubernetes online endpoints';
const MANAGED_CODES = 'Common error codes for managed online endpoints';

/** What is known of the settings, and of what becomes of a request. */
export const REQUESTS: FidelitySection[] = [
  {
    title: 'Extension settings',
    home: ['extension', 'gateway/'],
    rows: [
      {
        subject: 'Settings',
        documented: doc(
          'deploy',
          'Review Azure Machine Learning extension configuration settings',
          'Names, types, defaults: [settings.md](settings.md).',
        ),
        assumed: ['chart-booleans'],
      },
      {
        subject: 'What `create` and `update` refuse',
        documented: doc(
          'cli',
          null,
          'The open-source CLI extension: every check in its order. Key, chain, dates and name are not looked at there.',
        ),
        observed: issue(
          ['Azure/AML-Kubernetes#284', 'Azure/AML-Kubernetes#297', 'Azure/AML-Kubernetes#115'],
          'Friendly names do nothing through Terraform; `sslCname` given as protected; OpenShift wants `allowInsecureConnections`.',
        ),
      },
      {
        subject: 'What an update keeps',
        documented: doc('arc', null, 'Plain settings are merged; protected ones are replaced as a whole.'),
        assumed: ['stored-pair-beats-secret'],
      },
      {
        subject: 'Several routers',
        documented: doc(
          'router',
          'What is Azure Machine Learning inference router',
          'Three by default, one of them coordinating; `inferenceRouterHA=False` makes it one.',
        ),
      },
      {
        subject: 'Health report',
        documented: doc('arcTroubleshooting', null, 'Codes E40000 to E49999, and where the report is kept.'),
        observed: issue(['Azure/azure-sdk-for-python#33480'], 'A whole report with its names, and `E45006`.'),
        assumed: ['health-check-names'],
      },
    ],
  },
  {
    title: 'Status codes',
    home: ['gateway/routing'],
    rows: [
      {
        subject: 'Scoring script raised',
        documented: doc('endpoints', KUBERNETES_CODES, '502.'),
        observed: issue(
          ['Azure/MachineLearningNotebooks#450', 'Azure/AKS#1033'],
          'v1: 502 with a text about the replica that closed its connection.',
        ),
        assumed: ['model-error-body'],
      },
      {
        subject: 'Model server answered 4xx',
        documented: doc('endpoints', MANAGED_CODES, 'Managed: 424.'),
        assumed: ['model-4xx'],
      },
      {
        subject: 'Time-out',
        documented: doc(
          'endpoints',
          KUBERNETES_CODES,
          '504; 5 s unless `request_timeout_ms` says otherwise.',
        ),
        observed: issue(
          ['Azure/azure-sdk-for-python#28697', 'Azure/azure-sdk-for-python#33660'],
          '504 after 5 s; a very long `request_timeout_ms` breaks the deployment.',
        ),
      },
      {
        subject: 'Too much load',
        documented: doc('endpoints', KUBERNETES_CODES, '503 when the load outruns the autoscaler.'),
        observed: issue(
          ['Azure/MachineLearningNotebooks#647', 'MicrosoftDocs/azure-docs#68044'],
          'v1: 503, "Too many requests for service … (overloaded)".',
        ),
        assumed: ['queue-overflow'],
      },
      {
        subject: 'No ready replica',
        observed: issue(['Azure/MachineLearningNotebooks#1004'], 'v1: "No ready replicas for service …".'),
        assumed: ['no-ready-replica'],
      },
      {
        subject: 'No traffic',
        documented: doc('endpoints', MANAGED_CODES, 'Managed: 404.'),
        assumed: ['no-traffic'],
      },
      { subject: 'Unknown endpoint or deployment', assumed: ['unknown-names'] },
      {
        subject: 'Missing or wrong key',
        documented: doc('endpoints', MANAGED_CODES, 'Managed: 401, for an expired token too.'),
        observed: issue(['microsoft/MLOpsPython#227'], '401 on AKS.'),
      },
      {
        subject: 'Bodies of the router’s own errors',
        observed: issue(
          ['MicrosoftDocs/azure-docs#36138'],
          'v1: a struct of its Elixir code in an error body.',
        ),
        assumed: ['router-error-bodies'],
      },
      {
        subject: '`server` header',
        observed: issue(['Azure/MachineLearningNotebooks#450'], 'v1: `Cowboy`.'),
        assumed: ['server-header'],
      },
      {
        subject: 'Methods',
        documented: doc('server', null, 'The model server has GET, POST and OPTIONS for `/score`.'),
        assumed: ['methods'],
      },
      {
        subject: 'CORS',
        documented: doc(
          'endpoints',
          'Blocked by CORS policy',
          'Not supported; the mock adds no such header either.',
        ),
      },
    ],
  },
  {
    title: 'Limits and load',
    home: [],
    rows: [
      {
        subject: 'Size of a request',
        documented: doc('aks', 'Azure Machine Learning router', 'v1: 100 MB at most.'),
        assumed: ['body-limit', 'model-body-limit'],
      },
      {
        subject: 'Concurrency and queue',
        documented: doc(
          'deployment',
          'RequestSettings',
          '`max_concurrent_requests_per_instance` 1, `max_queue_wait_ms` 500.',
        ),
        observed: issue(['Azure/azure-sdk-for-python#36296'], 'Time-outs under load.'),
      },
      {
        subject: 'Utilisation',
        documented: doc('router', 'Autoscaling', 'Busy replicas and queued requests over all replicas.'),
        assumed: ['busy-replicas'],
      },
      {
        subject: 'Probes',
        documented: doc(
          'deployment',
          'ProbeSettings',
          'Period 10 s, initial delay 10 s, time-out 2 s, 1 success, 30 failures.',
        ),
      },
      {
        subject: 'Quotas and names',
        documented: doc(
          'quotas',
          'Azure Machine Learning online endpoints and batch endpoints',
          '60 endpoints and 100 deployments a cluster, 20 deployments an endpoint; names of 3 to 32 characters.',
        ),
      },
      {
        subject: 'Speed',
        documented: doc(
          'router',
          'Performance of azureml-fe',
          '5000 requests a second with at most 3 ms added on average and 15 ms at the 99th percentile.',
        ),
      },
    ],
  },
  {
    title: 'Headers, keys and traffic',
    home: [],
    rows: [
      {
        subject: 'Request ids',
        documented: doc(
          'endpoints',
          'Request tracing',
          '`x-request-id` is overridden with a GUID; `x-ms-client-request-id` has letters, digits, `-` and `_`, 40 at most.',
        ),
        assumed: ['request-ids'],
      },
      {
        subject: '`azureml-model-deployment`',
        documented: doc('rollout', null, 'Sends the request to that deployment, past the weights.'),
      },
      {
        subject: 'Keys and tokens',
        documented: doc(
          'auth',
          'Limitation',
          '`key` or `aml_token`; `aad_token` is for managed endpoints only.',
        ),
        observed: issue(['Azure/AML-Kubernetes#156'], '`aml_token` works on Arc.'),
        assumed: ['authorization-not-forwarded'],
      },
      {
        subject: 'Token',
        documented: doc(
          'authenticate',
          'Get the key or token for data plane operations',
          '`accessToken`, `expiryTimeUtc`, `refreshAfterTimeUtc`.',
        ),
        assumed: ['token-lifetime'],
      },
      {
        subject: 'Traffic and mirror',
        documented: doc(
          'rollout',
          null,
          'Totals 0 or 100 percent; mirrored traffic is not for Kubernetes endpoints, and refused here.',
        ),
      },
    ],
  },
  {
    title: 'Model server',
    home: ['model'],
    rows: [
      {
        subject: 'Routes, headers, errors',
        documented: doc(
          'server',
          null,
          'Open source, and compared with the embedded one by a test, path by path, where Python is at hand.',
        ),
      },
    ],
  },
  { title: 'The rest', home: [''], rows: [] },
];
