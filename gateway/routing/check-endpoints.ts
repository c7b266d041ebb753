import { fail } from '../errors.ts';
import type { DeploymentSpec, EndpointSpec, Probe } from './endpoints.ts';

/** Limits of "Manage and increase quotas", Kubernetes online endpoints. */
export const QUOTAS = {
  endpointsPerCluster: 60,
  deploymentsPerCluster: 100,
  deploymentsPerEndpoint: 20,
  nameLength: { min: 3, max: 32 },
  /** Endpoint name plus deployment name. */
  namesLength: { min: 6, max: 62 },
  requestTimeoutMs: 300_000,
} as const;

/**
 * Checks everything that a router is to serve.
 *
 * @throws MockError ENDPOINT_… or DEPLOYMENT_… for the first thing that Azure Machine Learning would refuse
 */
export function checkCluster(endpoints: readonly EndpointSpec[]): void {
  checkQuota('endpoints', 'cluster', endpoints.length, QUOTAS.endpointsPerCluster);
  const deployments = endpoints.reduce((sum, endpoint) => sum + endpoint.deployments.length, 0);
  checkQuota('deployments', 'cluster', deployments, QUOTAS.deploymentsPerCluster);
  checkUnique('endpoint', endpoints);
  for (const endpoint of endpoints) checkEndpoint(endpoint);
}

/** Checks one endpoint with its deployments, keys and traffic. */
export function checkEndpoint(endpoint: EndpointSpec): void {
  checkName('endpoint', endpoint.name);
  if (endpoint.authMode !== 'key' && endpoint.authMode !== 'aml_token') {
    throw fail('ENDPOINT_AUTH_MODE', { endpoint: endpoint.name, value: String(endpoint.authMode) });
  }
  checkQuota('deployments', 'endpoint', endpoint.deployments.length, QUOTAS.deploymentsPerEndpoint);
  checkUnique('deployment', endpoint.deployments);
  for (const deployment of endpoint.deployments) checkDeployment(endpoint.name, deployment);
  if (endpoint.authMode === 'key') checkKeys(endpoint);
  checkTraffic(
    endpoint.name,
    endpoint.traffic,
    endpoint.deployments.map(({ name }) => name),
  );
}

/** Checks one deployment. */
export function checkDeployment(endpoint: string, deployment: DeploymentSpec): void {
  const { name } = deployment;
  checkName('deployment', name);
  const together = endpoint.length + name.length;
  if (together < QUOTAS.namesLength.min || together > QUOTAS.namesLength.max) {
    throw fail('ENDPOINT_NAMES_LENGTH', { endpoint, deployment: name, length: together });
  }
  checkWhole(name, 'instance_count', deployment.instanceCount, 1);
  checkWhole(name, 'request_timeout_ms', deployment.requestTimeoutMs, 1, QUOTAS.requestTimeoutMs);
  checkWhole(name, 'max_concurrent_requests_per_instance', deployment.maxConcurrentRequestsPerInstance, 1);
  checkWhole(name, 'max_queue_wait_ms', deployment.maxQueueWaitMs, 0, QUOTAS.requestTimeoutMs);
  checkProbe(name, 'liveness_probe', deployment.livenessProbe);
  checkProbe(name, 'readiness_probe', deployment.readinessProbe);
  checkBackendUrl(name, deployment.backendUrl);
}

/** Traffic is whole percents for deployments that exist, and totals 0 or 100 (endpoint YAML schema, `traffic`). */
export function checkTraffic(
  endpoint: string,
  traffic: Readonly<Record<string, number>>,
  deployments: readonly string[],
): void {
  let total = 0;
  for (const [deployment, percent] of Object.entries(traffic)) {
    if (!deployments.includes(deployment)) throw fail('ENDPOINT_TRAFFIC_UNKNOWN', { endpoint, deployment });
    if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
      throw fail('ENDPOINT_TRAFFIC_PERCENT', { endpoint, deployment, percent });
    }
    total += percent;
  }
  if (total !== 0 && total !== 100) throw fail('ENDPOINT_TRAFFIC_TOTAL', { endpoint, total });
}

/** Letters, digits and single hyphens, beginning with a letter, 3 to 32 of them. */
export function checkName(kind: 'endpoint' | 'deployment', name: string): void {
  const { min, max } = QUOTAS.nameLength;
  if (name.length < min || name.length > max || !/^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/.test(name)) {
    throw fail('ENDPOINT_NAME', { kind, name });
  }
}

function checkUnique(kind: string, named: readonly { name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of named) {
    if (seen.has(name)) throw fail('ENDPOINT_NAME_TAKEN', { kind, name });
    seen.add(name);
  }
}

function checkQuota(what: string, per: string, count: number, limit: number): void {
  if (count > limit) throw fail('ENDPOINT_QUOTA', { what, per, count, limit });
}

function checkKeys({ name, keys }: EndpointSpec): void {
  for (const [which, key] of Object.entries(keys)) {
    // What cannot travel in an Authorization header (RFC 6750 section 2.1) could never be sent by a client.
    if (!/^[A-Za-z0-9._~+/-]+=*$/.test(key)) throw fail('ENDPOINT_KEY', { endpoint: name, which });
  }
}

function checkWhole(deployment: string, key: string, value: number, min: number, max?: number): void {
  if (Number.isInteger(value) && value >= min && (max === undefined || value <= max)) return;
  const expected = max === undefined ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  throw fail('DEPLOYMENT_SETTING', { deployment, key, value: String(value), expected });
}

function checkProbe(deployment: string, key: string, probe: Probe): void {
  checkWhole(deployment, `${key}.initial_delay (ms)`, probe.initialDelayMs, 0);
  checkWhole(deployment, `${key}.period (ms)`, probe.periodMs, 1);
  checkWhole(deployment, `${key}.timeout (ms)`, probe.timeoutMs, 1);
  checkWhole(deployment, `${key}.success_threshold`, probe.successThreshold, 1);
  checkWhole(deployment, `${key}.failure_threshold`, probe.failureThreshold, 1);
}

function checkBackendUrl(deployment: string, value: string): void {
  const url = URL.canParse(value) ? new URL(value) : null;
  const usable =
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '';
  // A URL may carry a password, so only what is certainly none is repeated.
  if (!usable)
    throw fail('DEPLOYMENT_BACKEND', {
      deployment,
      value: url === null ? value : `${url.protocol}//${url.host}`,
    });
}
