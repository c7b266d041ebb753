import { defineErrors } from '../common/errors.ts';

/** Errors of the router: what it is given to serve, and its endpoints and deployments. */
export const GATEWAY_ERRORS = defineErrors({
  // The router in service
  SECRET_NOT_GIVEN: {
    azure: { code: 'E40007', name: 'INVALID_SSL_SETTING' },
    message: 'allowInsecureConnections is not true, and the settings name no certificate.',
    remedy:
      'Give sslSecret, or sslCertPemFile with sslKeyPemFile, or allowInsecureConnections=True for HTTP.',
    status: 422,
    exit: 3,
  },
  WORKERS_NOT_HERE: {
    message:
      '--workers needs a kernel that spreads connections over several listeners, and {platform} has none.',
    remedy: 'Leave --workers out, or run the container image, in which Linux does it.',
    status: 500,
    exit: 3,
  },

  // Endpoints, deployments and their YAML
  ENDPOINT_UNKNOWN: {
    message: 'There is no endpoint "{endpoint}".',
    remedy: 'GET /endpoints lists those there are; their names are case-sensitive.',
    status: 404,
    exit: 2,
  },
  ENDPOINT_NAME: {
    message: 'The {kind} name "{name}" is not a valid one.',
    remedy: 'Use 3 to 32 letters, digits and single hyphens, beginning with a letter.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_NAMES_LENGTH: {
    message:
      'The names of endpoint "{endpoint}" and deployment "{deployment}" have {length} characters together.',
    remedy: 'On Kubernetes the two must have 6 to 62 characters together; shorten one of them.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_NAME_TAKEN: {
    message: 'The {kind} name "{name}" is given twice.',
    remedy:
      'Endpoint names are unique in a cluster, deployment names in their endpoint; rename one of the two.',
    status: 409,
    exit: 2,
  },
  ENDPOINT_QUOTA: {
    message: '{count} {what} are more than the {limit} that one {per} may have.',
    remedy: 'Delete some: 60 endpoints and 100 deployments a cluster, 20 deployments an endpoint.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_AUTH_MODE: {
    message:
      'The auth_mode of endpoint "{endpoint}" is "{value}", which Kubernetes online endpoints do not have.',
    remedy: 'Use key or aml_token; aad_token exists on managed online endpoints only.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_KEY: {
    message:
      'The {which} key of endpoint "{endpoint}" is empty or has characters that a bearer key cannot have.',
    remedy: 'Use letters, digits and - . _ ~ + / with = only at the end (RFC 6750 section 2.1).',
    status: 422,
    exit: 2,
  },
  ENDPOINT_NO_KEYS: {
    message: 'Endpoint "{endpoint}" has auth_mode {mode} and therefore no keys.',
    remedy: 'Ask for a token instead, or set auth_mode: key.',
    status: 409,
    exit: 2,
  },
  ENDPOINT_NO_TOKENS: {
    message: 'Endpoint "{endpoint}" has auth_mode {mode} and therefore issues no tokens.',
    remedy: 'Ask for its keys instead, or set auth_mode: aml_token.',
    status: 409,
    exit: 2,
  },
  ENDPOINT_TRAFFIC_UNKNOWN: {
    message: 'The traffic of endpoint "{endpoint}" names "{deployment}", which is none of its deployments.',
    remedy: 'Create the deployment first, or take its name out of the traffic.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_TRAFFIC_PERCENT: {
    message: 'The traffic of endpoint "{endpoint}" gives "{deployment}" {percent} percent.',
    remedy: 'Use whole numbers from 0 to 100.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_TRAFFIC_TOTAL: {
    message: 'The traffic of endpoint "{endpoint}" totals {total} percent.',
    remedy: 'Make it total 100, or 0 to send nothing to any deployment.',
    status: 422,
    exit: 2,
  },
  DEPLOYMENT_SETTING: {
    message: 'The setting {key} of deployment "{deployment}" is {value}, which is not {expected}.',
    remedy: 'Set {key} to {expected}, or leave it out for the default.',
    status: 422,
    exit: 2,
  },
  DEPLOYMENT_BACKEND: {
    message: 'The backend "{value}" of deployment "{deployment}" is not the URL of a model server.',
    remedy: 'Use http:// or https://, host, port and path only: no user, no query, no fragment.',
    status: 422,
    exit: 2,
  },
  DEPLOYMENT_HAS_TRAFFIC: {
    message:
      'Deployment "{deployment}" of endpoint "{endpoint}" still receives {percent} percent of the traffic.',
    remedy: 'Move its traffic to another deployment first.',
    status: 409,
    exit: 2,
  },
  ENDPOINT_YAML: {
    message: '{file} cannot be read as endpoint or deployment YAML: {problem}.',
    remedy: 'Give a file such as "az ml online-endpoint create -f" takes: one mapping, indented with spaces.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_YAML_IS_DEPLOYMENT: {
    message: '{file} names an endpoint_name, so it is a deployment and not an endpoint.',
    remedy: 'Give endpoints with --endpoint and deployments with --deployment.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_YAML_MISSING: {
    message: '{file} has no {key}.',
    remedy: 'Add the key {key}; the schema requires it.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_YAML_VALUE: {
    message: 'In {file}, {key} is {value}, which is not {expected}.',
    remedy: 'Set {key} to {expected}.',
    status: 422,
    exit: 2,
  },
  ENDPOINT_MIRROR_TRAFFIC: {
    message:
      '{file} gives endpoint "{endpoint}" mirror_traffic, which Kubernetes online endpoints do not support.',
    remedy: 'Take mirror_traffic out; mirroring exists on managed online endpoints only.',
    status: 422,
    exit: 2,
  },
  DEPLOYMENT_WITHOUT_ENDPOINT: {
    message:
      '{file} puts deployment "{deployment}" under endpoint "{endpoint}", which no endpoint file names.',
    remedy: 'Give the YAML of the endpoint with --endpoint, or correct endpoint_name.',
    status: 422,
    exit: 2,
  },
  BACKEND_UNKNOWN: {
    message: 'A backend is given for "{name}", which is none of the deployments ({known}).',
    remedy: 'Name a deployment, or endpoint/deployment, before the = sign.',
    status: 422,
    exit: 2,
  },
});

export const { fail } = GATEWAY_ERRORS;
