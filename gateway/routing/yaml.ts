import { closest } from '../../common/spelling.ts';
import { fail } from '../errors.ts';
import { checkName, QUOTAS } from './check-endpoints.ts';
import {
  type AuthMode,
  DEFAULT_PROBE,
  type DeploymentSpec,
  defaultDeployment,
  type Probe,
} from './endpoints.ts';
import type { Profile } from './profiles.ts';
import { readYamlMapping, type YamlMapping } from './yaml-file.ts';

/** What an endpoint YAML says that a router needs. */
export interface EndpointYaml {
  file: string;
  name: string;
  authMode: AuthMode;
  /** Null where the file says nothing of traffic, as it must when `az ml online-endpoint create` reads it. */
  traffic: Record<string, number> | null;
  /** What a person should know about the file and that is no error. */
  notes: string[];
}

/** What a deployment YAML says that a router needs; where its model server is, it cannot say. */
export interface DeploymentYaml {
  file: string;
  endpointName: string;
  deployment: Omit<DeploymentSpec, 'backendUrl'>;
  notes: string[];
}

const ENDPOINT_KEYS = [
  '$schema name description tags properties location auth_mode compute identity traffic mirror_traffic',
  'public_network_access kind type',
].flatMap((line) => line.split(' '));

const DEPLOYMENT_KEYS = [
  '$schema name description tags properties type endpoint_name model model_mount_path code_configuration environment',
  'environment_variables instance_type instance_count app_insights_enabled scale_settings data_collector',
  'request_settings liveness_probe readiness_probe resources package_model egress_public_network_access',
].flatMap((line) => line.split(' '));

const REQUEST_KEYS = ['request_timeout_ms', 'max_concurrent_requests_per_instance', 'max_queue_wait_ms'];
const PROBE_KEYS = ['period', 'initial_delay', 'timeout', 'success_threshold', 'failure_threshold'];
const SCALE_KEYS = [
  'type',
  'min_instances',
  'max_instances',
  'target_utilization_percentage',
  'polling_interval',
];

/**
 * Reads Azure ML's endpoint YAML as azure-ai-ml does, on which `az ml` stands.
 *
 * @param file named in errors and notes
 * @param profile `managed` expects managed endpoints
 * @throws MockError ENDPOINT_YAML…, ENDPOINT_NAME, ENDPOINT_AUTH_MODE, ENDPOINT_MIRROR_TRAFFIC
 */
export function readEndpointYaml(text: string, file: string, profile: Profile = 'kubernetes'): EndpointYaml {
  const yaml = readYamlMapping(text, file);
  if (yaml.has('endpoint_name')) throw fail('ENDPOINT_YAML_IS_DEPLOYMENT', { file });
  const name = yaml.requiredText('name');
  checkName('endpoint', name);
  const given = yaml.text('auth_mode') ?? 'key';
  const authMode = readAuthMode(given);
  if (authMode === null) throw fail('ENDPOINT_AUTH_MODE', { endpoint: name, value: given });
  if (yaml.has('mirror_traffic')) throw fail('ENDPOINT_MIRROR_TRAFFIC', { endpoint: name, file });
  return {
    file,
    name,
    authMode,
    traffic: yaml.has('traffic') ? readTraffic(yaml.mapping('traffic')) : null,
    notes: [...notesOnEndpointKind(yaml, file, profile), ...notesOnKeys(yaml, ENDPOINT_KEYS, file)],
  };
}

/**
 * Reads Azure ML's deployment YAML as azure-ai-ml does.
 *
 * @param file named in errors and notes
 * @param profile decides the default of request_timeout_ms
 * @throws MockError ENDPOINT_YAML…, ENDPOINT_NAME
 */
export function readDeploymentYaml(
  text: string,
  file: string,
  profile: Profile = 'kubernetes',
): DeploymentYaml {
  const yaml = readYamlMapping(text, file);
  const name = yaml.requiredText('name');
  checkName('deployment', name);
  const requests = yaml.mapping('request_settings');
  const scale = yaml.mapping('scale_settings');
  const liveness = yaml.mapping('liveness_probe');
  const readiness = yaml.mapping('readiness_probe');
  const { backendUrl: _, ...defaults } = defaultDeployment(name, '', profile);
  return {
    file,
    endpointName: yaml.requiredText('endpoint_name'),
    deployment: {
      ...defaults,
      // The replicas that an autoscaled deployment begins with are those that it never goes below.
      instanceCount: yaml.whole('instance_count', scale.whole('min_instances', 1, 1), 1),
      requestTimeoutMs: requests.whole(
        'request_timeout_ms',
        defaults.requestTimeoutMs,
        1,
        QUOTAS.requestTimeoutMs,
      ),
      maxConcurrentRequestsPerInstance: requests.whole('max_concurrent_requests_per_instance', 1, 1),
      maxQueueWaitMs: requests.whole(
        'max_queue_wait_ms',
        defaults.maxQueueWaitMs,
        0,
        QUOTAS.requestTimeoutMs,
      ),
      livenessProbe: readProbe(liveness),
      readinessProbe: readProbe(readiness),
    },
    notes: [
      ...notesOnDeploymentKind(yaml, file, profile),
      ...notesOnKeys(yaml, DEPLOYMENT_KEYS, file),
      ...notesOnKeys(requests, REQUEST_KEYS, file),
      ...notesOnKeys(scale, SCALE_KEYS, file),
      ...notesOnKeys(liveness, PROBE_KEYS, file),
      ...notesOnKeys(readiness, PROBE_KEYS, file),
      ...notesOnScaling(yaml, scale, file),
    ],
  };
}

/**
 * A mode as azure-ai-ml reads it: `Key` and `AMLToken` are turned into snake case. Null where it is none of the modes of a
 * Kubernetes endpoint.
 */
function readAuthMode(given: string): AuthMode | null {
  const mode = given
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  return mode === 'key' || mode === 'aml_token' ? mode : null;
}

/** What makes an endpoint one of Kubernetes is `compute`; the tools read nothing from `$schema`. */
function notesOnEndpointKind(yaml: YamlMapping, file: string, profile: Profile): string[] {
  if (profile === 'managed') return [];
  const notes = notesOnSchema(yaml, file, 'Endpoint');
  if (!yaml.has('compute'))
    notes.push(
      `${file}: it has no compute, so that az makes a managed online endpoint of it. Write "compute: azureml:NAME" for one on Kubernetes.`,
    );
  return notes;
}

/** What makes a deployment one of Kubernetes is `type: kubernetes`, letter by letter. */
function notesOnDeploymentKind(yaml: YamlMapping, file: string, profile: Profile): string[] {
  if (profile === 'managed') return [];
  const notes = notesOnSchema(yaml, file, 'Deployment');
  const type = yaml.text('type');
  if (type !== 'kubernetes') {
    const found = type === null ? 'it has no type' : `its type is "${type}"`;
    notes.push(
      `${file}: ${found}, so that az makes a managed online deployment of it, which a Kubernetes endpoint cannot have. Write "type: kubernetes".`,
    );
  }
  return notes;
}

function notesOnSchema(yaml: YamlMapping, file: string, kind: 'Endpoint' | 'Deployment'): string[] {
  const schema = yaml.text('$schema');
  const right = `kubernetesOnline${kind}.schema.json`;
  if (schema === null || schema.includes(right)) return [];
  const decides = kind === 'Endpoint' ? 'compute' : 'type';
  return [
    `${file}: $schema is ${schema}, which az does not read: ${decides} decides. An editor checks the file by it; ${right} is the right one.`,
  ];
}

function readTraffic(traffic: YamlMapping): Record<string, number> {
  return Object.fromEntries(traffic.keys().map((name) => [name, traffic.whole(name, 0, 0, 100)]));
}

function readProbe(probe: YamlMapping): Probe {
  return {
    initialDelayMs: probe.whole('initial_delay', DEFAULT_PROBE.initialDelayMs / 1000, 1) * 1000,
    periodMs: probe.whole('period', DEFAULT_PROBE.periodMs / 1000, 1) * 1000,
    timeoutMs: probe.whole('timeout', DEFAULT_PROBE.timeoutMs / 1000, 1) * 1000,
    successThreshold: probe.whole('success_threshold', DEFAULT_PROBE.successThreshold, 1),
    failureThreshold: probe.whole('failure_threshold', DEFAULT_PROBE.failureThreshold, 1),
  };
}

/** Azure's schema grows, so an unknown key is reported and not refused. */
function notesOnKeys(yaml: YamlMapping, known: readonly string[], file: string): string[] {
  return yaml
    .keys()
    .filter((key) => !known.includes(key))
    .map((key) => {
      const meant = closest(key, known);
      const hint = meant === null ? '' : ` Did you mean ${yaml.pathOf(meant)}?`;
      return `${file}: ${yaml.pathOf(key)} is not a known key and was not read; az refuses the file for it.${hint}`;
    });
}

function notesOnScaling(yaml: YamlMapping, scale: YamlMapping, file: string): string[] {
  const min = scale.whole('min_instances', 1, 1);
  if (yaml.has('instance_count') || scale.whole('max_instances', min, 1) <= min) return [];
  return [`${file}: there is no autoscaler here; the deployment stays at min_instances (${min}).`];
}
