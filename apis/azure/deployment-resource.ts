import { type DeploymentSpec, defaultDeployment, type Probe } from '../../gateway/routing/endpoints.ts';
import { formatDuration, readDuration } from './iso-duration.ts';
import { type JsonObject, objectOf, textOf, wholeOf } from './json-body.ts';

/** What of a deployment only Azure Resource Manager knows. */
export interface DeploymentFields {
  tags: JsonObject;
  /** `properties` as they were sent. */
  properties: JsonObject;
}

/** The fields of a deployment that was not created through this API. */
export const DEFAULT_DEPLOYMENT_FIELDS: DeploymentFields = { tags: {}, properties: {} };

/**
 * Reads the body of a PUT of a deployment.
 *
 * @param backendUrl where its model server is
 * @throws AzureError 400
 */
export function readDeploymentBody(
  body: unknown,
  name: string,
  backendUrl: string,
): { spec: DeploymentSpec; fields: DeploymentFields } {
  const root = objectOf(body, 'The body');
  const properties = objectOf(root.properties, 'properties');
  const sku = objectOf(root.sku, 'sku');
  const requests = objectOf(properties.requestSettings, 'properties.requestSettings');
  const scale = objectOf(properties.scaleSettings, 'properties.scaleSettings');
  const defaults = defaultDeployment(name, backendUrl);
  const duration = (value: unknown, path: string, fallback: number): number => {
    const text = textOf(value, path);
    return text === null ? fallback : readDuration(text, path);
  };
  const probe = (key: 'livenessProbe' | 'readinessProbe'): Probe => {
    const path = `properties.${key}`;
    const given = objectOf(properties[key], path);
    const known = defaults[key];
    return {
      initialDelayMs: duration(given.initialDelay, `${path}.initialDelay`, known.initialDelayMs),
      periodMs: duration(given.period, `${path}.period`, known.periodMs),
      timeoutMs: duration(given.timeout, `${path}.timeout`, known.timeoutMs),
      successThreshold:
        wholeOf(given.successThreshold, `${path}.successThreshold`, 1) ?? known.successThreshold,
      failureThreshold:
        wholeOf(given.failureThreshold, `${path}.failureThreshold`, 1) ?? known.failureThreshold,
    };
  };
  const path = 'properties.requestSettings';
  const concurrent = wholeOf(
    requests.maxConcurrentRequestsPerInstance,
    `${path}.maxConcurrentRequestsPerInstance`,
    1,
  );
  return {
    spec: {
      ...defaults,
      // The replicas that an autoscaled deployment begins with are those that it never goes below.
      instanceCount:
        wholeOf(sku.capacity, 'sku.capacity', 1) ??
        wholeOf(scale.minInstances, 'properties.scaleSettings.minInstances', 1) ??
        defaults.instanceCount,
      requestTimeoutMs: duration(
        requests.requestTimeout,
        `${path}.requestTimeout`,
        defaults.requestTimeoutMs,
      ),
      maxConcurrentRequestsPerInstance: concurrent ?? defaults.maxConcurrentRequestsPerInstance,
      maxQueueWaitMs: duration(requests.maxQueueWait, `${path}.maxQueueWait`, defaults.maxQueueWaitMs),
      livenessProbe: probe('livenessProbe'),
      readinessProbe: probe('readinessProbe'),
    },
    fields: { tags: objectOf(root.tags, 'tags'), properties },
  };
}

/** All that the resource shows. */
export interface DeploymentState {
  id: string;
  spec: DeploymentSpec;
  fields: DeploymentFields;
  provisioningState: string;
  location: string;
  systemData: object;
}

/** The resource as GET answers it: what was sent, and what the server fills in where nothing was. */
export function describeDeployment(state: DeploymentState) {
  const { id, spec, fields, provisioningState, location, systemData } = state;
  const { properties } = fields;
  return {
    id,
    name: spec.name,
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments',
    location,
    tags: fields.tags,
    kind: 'K8S',
    sku: { name: 'Default', capacity: spec.instanceCount },
    properties: {
      endpointComputeType: 'Kubernetes',
      environmentVariables: {},
      properties: {},
      appInsightsEnabled: false,
      ...properties,
      // The SDK reads fields of these two without looking whether they are there.
      containerResourceRequirements: properties.containerResourceRequirements ?? {},
      scaleSettings: properties.scaleSettings ?? { scaleType: 'Default' },
      requestSettings: {
        requestTimeout: formatDuration(spec.requestTimeoutMs),
        maxConcurrentRequestsPerInstance: spec.maxConcurrentRequestsPerInstance,
        maxQueueWait: formatDuration(spec.maxQueueWaitMs),
      },
      livenessProbe: describeProbe(spec.livenessProbe),
      readinessProbe: describeProbe(spec.readinessProbe),
      provisioningState,
    },
    systemData,
  };
}

function describeProbe({ initialDelayMs, periodMs, timeoutMs, successThreshold, failureThreshold }: Probe) {
  return {
    initialDelay: formatDuration(initialDelayMs),
    period: formatDuration(periodMs),
    timeout: formatDuration(timeoutMs),
    successThreshold,
    failureThreshold,
  };
}
