import { HEAD_ROWS } from './head-rows.ts';
import type { Profile } from './profiles.ts';
import { everywhere, type Row } from './status-row.ts';

export type { Profile };

/**
 * Who answers what: for every condition that a scoring request can meet, the status, body and headers under each
 * profile, and where that is known from. The router reads its answers here and nowhere else, and the table in the
 * documentation is generated from here.
 */

const TROUBLESHOOTING = 'Troubleshoot online endpoint deployment and scoring';
const KUBERNETES_TABLE = `${TROUBLESHOOTING}, Common error codes for Kubernetes online endpoints`;
const MANAGED_TABLE = `${TROUBLESHOOTING}, Common error codes for managed online endpoints`;
const V1_TABLE = 'Troubleshoot AKS web services (v1), HTTP status codes';
const HTTP = 'RFC 9110';

const UNAUTHORIZED = {
  status: 401,
  body: {
    code: 'Unauthorized',
    message: 'The bearer key or token is missing or not valid for this endpoint.',
  },
  headers: { 'www-authenticate': 'Bearer' },
} as const;

const NO_REPLICA = {
  status: 503,
  body: { code: 'NoReadyReplica', message: 'No replica of "{deployment}" is ready.' },
  basis: 'assumed',
} as const;

const NO_TRAFFIC = {
  status: 404,
  body: { code: 'NoTraffic', message: 'No deployment of the endpoint "{endpoint}" receives traffic.' },
} as const;

const TIMED_OUT = {
  body: { code: 'RequestTimeout', message: 'The model server did not answer within {seconds} s.' },
  basis: 'documented',
} as const;

/** The model server's own words: whatever it answered, and the caller had asked for exactly that. */
const PASSED_ON = {
  status: 'model',
  body: 'model',
  basis: 'documented',
  source: 'Router article, request flow',
} as const;

const MODEL_ERROR_FIELDS = {
  'ms-azureml-model-error-statuscode': '{modelStatus}',
  'ms-azureml-model-error-reason': '{modelReason}',
} as const;

// ASSUMPTION: router-error-bodies: no public source has a body of the v2 router's own errors. They are JSON with
// `error.code` and `error.message`, which is what azure-ai-ml reads. Changed by `--answers`, which
// replaces any of them.
export const STATUS_TABLE = {
  scored: {
    when: 'The model server answered with a status below 400.',
    answers: everywhere(PASSED_ON),
  },

  swagger: {
    when: 'The model server described itself at …/swagger.json, or said that it cannot.',
    // ASSUMPTION: swagger-url: the swagger URL of a v2 endpoint is not published; it is taken to be the sibling of
    // …/score, as with v1 and managed endpoints. Changed by nothing: a client that scores does not ask for it.
    answers: everywhere({ ...PASSED_ON, basis: 'assumed', source: 'sibling of the scoring URI, as with v1' }),
  },

  'model-refused': {
    when: 'The model server answered with a status from 400 to 499.',
    answers: {
      // ASSUMPTION: model-4xx: the Kubernetes table has no row for a model server's 4xx; it is passed on. Changed by
      // `--answers`, or by `--profile managed`, which makes a 424 of it.
      kubernetes: { ...PASSED_ON, basis: 'assumed', source: `${KUBERNETES_TABLE}: no row for it` },
      managed: {
        status: 424,
        body: 'model',
        headers: MODEL_ERROR_FIELDS,
        basis: 'documented',
        source: MANAGED_TABLE,
      },
      v1: { ...PASSED_ON, basis: 'assumed', source: `${V1_TABLE}: no row for it` },
    },
  },

  'model-error': {
    when: 'The model server answered with 500 or more: run() raised.',
    answers: {
      // ASSUMPTION: model-error-body: what the caller gets to see of a run() that raised is not published; the body
      // and the x-ms-run-function-failed header of the model server are passed on under the router's status. Changed
      // by `--answers`.
      kubernetes: { status: 502, body: 'model', basis: 'documented', source: KUBERNETES_TABLE },
      managed: {
        status: 424,
        body: 'model',
        headers: MODEL_ERROR_FIELDS,
        basis: 'documented',
        source: MANAGED_TABLE,
      },
      v1: { status: 502, body: 'model', basis: 'documented', source: V1_TABLE },
    },
  },

  'model-crashed': {
    when: 'The model server could not be reached, broke the connection off or did not speak HTTP.',
    answers: {
      kubernetes: {
        status: 502,
        body: {
          code: 'ModelServerUnreachable',
          message: 'The model server closed the connection before it answered.',
        },
        basis: 'documented',
        source: KUBERNETES_TABLE,
      },
      managed: {
        status: 424,
        body: { code: 'ModelError', message: 'The model server closed the connection before it answered.' },
        headers: {
          'ms-azureml-model-error-statuscode': '502',
          'ms-azureml-model-error-reason': 'Bad Gateway',
        },
        basis: 'assumed',
        source: `${MANAGED_TABLE}: any failure of the container is a 424`,
      },
      v1: {
        status: 502,
        body: { text: 'Replica closed connection before replying' },
        basis: 'observed',
        source: 'MachineLearningNotebooks#450',
      },
    },
  },

  timeout: {
    when: 'The model server took longer than request_timeout_ms.',
    answers: {
      kubernetes: { ...TIMED_OUT, status: 504, source: KUBERNETES_TABLE },
      managed: { ...TIMED_OUT, status: 408, source: MANAGED_TABLE },
      v1: {
        ...TIMED_OUT,
        status: 504,
        body: { text: 'Request timed out after {seconds} s' },
        source: V1_TABLE,
      },
    },
  },

  'queue-full': {
    when: 'All replicas were busy for max_queue_wait_ms, or the queue had no more room.',
    answers: {
      // ASSUMPTION: queue-overflow: the Kubernetes table only knows 503 for a load that outran the autoscaler; that
      // is also taken to be the answer when max_queue_wait_ms has run out, as v1 documents it. Changed by `--profile
      // managed`, which answers 429, or by `--answers`.
      kubernetes: {
        status: 503,
        body: {
          code: 'TooManyRequests',
          message: 'All replicas of "{deployment}" are busy and the wait in the queue is over.',
        },
        basis: 'assumed',
        source: `${KUBERNETES_TABLE}: 503 when the load outruns the replicas`,
      },
      managed: {
        status: 429,
        body: { code: 'TooManyRequests', message: 'Too many requests are pending for "{deployment}".' },
        basis: 'documented',
        source: MANAGED_TABLE,
      },
      v1: {
        status: 503,
        body: { text: 'Too many requests for service {endpoint} (overloaded)' },
        basis: 'observed',
        source: 'MachineLearningNotebooks#647',
      },
    },
  },

  'no-replica': {
    when: 'No replica of the deployment is ready, by its probes.',
    answers: {
      // ASSUMPTION: no-ready-replica: only v1 is known to say what it answers without a ready replica; the other two
      // are taken to answer 503 as it does. Changed by `--answers`.
      kubernetes: { ...NO_REPLICA, source: `${KUBERNETES_TABLE}: no row for it, 503 as v1 has it` },
      managed: { ...NO_REPLICA, source: `${MANAGED_TABLE}: no row for it, 503 as v1 has it` },
      v1: {
        status: 503,
        body: { text: 'No ready replicas for service {endpoint}' },
        basis: 'observed',
        source: 'MachineLearningNotebooks#1004',
      },
    },
  },

  'no-traffic': {
    when: 'No deployment of the endpoint has a traffic weight above 0.',
    answers: {
      // ASSUMPTION: no-traffic: only the managed table has a row for an endpoint whose traffic totals 0; its 404 is
      // taken for Kubernetes too. Changed by `--answers`.
      kubernetes: { ...NO_TRAFFIC, basis: 'assumed', source: `${MANAGED_TABLE}: 404 there` },
      managed: { ...NO_TRAFFIC, basis: 'documented', source: MANAGED_TABLE },
      v1: {
        status: 404,
        body: { text: 'No deployment receives traffic for service {endpoint}' },
        basis: 'assumed',
        source: 'v1 services have no traffic weights of this kind',
      },
    },
  },

  unauthorized: {
    when: 'The bearer key or token is missing or wrong.',
    answers: {
      kubernetes: { ...UNAUTHORIZED, basis: 'observed', source: 'MLOpsPython#227: 401, body not published' },
      managed: { ...UNAUTHORIZED, basis: 'documented', source: MANAGED_TABLE },
      v1: { ...UNAUTHORIZED, basis: 'observed', source: 'MLOpsPython#227: 401, body not published' },
    },
  },

  'token-expired': {
    when: 'The aml_token was issued by this router and its time is over.',
    answers: everywhere({
      status: 401,
      // RFC 6750 section 3.1: an expired token is an `invalid_token`, and the description says so.
      headers: {
        'www-authenticate': 'Bearer error="invalid_token", error_description="The token has expired"',
      },
      body: { code: 'TokenExpired', message: 'The token has expired. Fetch a new one.' },
      basis: 'documented',
      source: `${MANAGED_TABLE}: 401 for an expired token; RFC 6750 section 3.1`,
    }),
  },

  'endpoint-unknown': {
    when: 'The path names an endpoint that this router does not have.',
    answers: everywhere({
      status: 404,
      body: { code: 'EndpointNotFound', message: 'There is no endpoint of this name.' },
      basis: 'assumed',
      source: 'azure-ai-ml maps 404 to ResourceNotFoundError',
    }),
  },

  'deployment-unknown': {
    when: 'The azureml-model-deployment header names a deployment that the endpoint does not have.',
    // ASSUMPTION: unknown-names: what an unknown endpoint in the path or an unknown name in azureml-model-deployment
    // leads to is not published; both are a 404. Changed by `--answers`.
    answers: everywhere({
      status: 404,
      body: {
        code: 'DeploymentNotFound',
        message: 'The endpoint "{endpoint}" has no deployment of this name.',
      },
      basis: 'assumed',
      source: 'like an unknown endpoint',
    }),
  },

  'path-unknown': {
    when: 'The path is not one of the routes.',
    answers: everywhere({
      status: 404,
      body: { code: 'NotFound', message: 'Scoring requests go to /api/v1/endpoint/<endpoint>/score.' },
      basis: 'assumed',
      source: `${HTTP} section 15.5.5`,
    }),
  },

  'method-not-allowed': {
    when: 'The method is none that the route knows.',
    // ASSUMPTION: methods: which methods the real router lets through is not published; these are the ones that the
    // open-source model server has a route for. Changed by nothing: scoring is POST.
    answers: everywhere({
      status: 405,
      headers: { allow: '{allow}' },
      body: { code: 'MethodNotAllowed', message: 'This route answers {allow}.' },
      basis: 'assumed',
      source: `${HTTP} section 15.5.6; methods as in azureml-inference-server`,
    }),
  },

  ...HEAD_ROWS,

  'body-too-large': {
    when: 'The request body is larger than 100 MB.',
    answers: everywhere({
      status: 413,
      body: { code: 'PayloadTooLarge', message: 'The request body is larger than {limit} bytes.' },
      basis: 'assumed',
      source: `v1: 100 MB at most; the model container's nginx has the same limit; ${HTTP} section 15.5.14`,
    }),
  },
} as const satisfies Record<string, Row>;

/** A decision of the router, as `http-response` observations name it. */
export type Condition = keyof typeof STATUS_TABLE;
