import { PROFILE_TRAITS, type Profile } from './profiles.ts';

/** Settings of a liveness or readiness probe (deployment YAML schema, ProbeSettings), in ms where it has seconds. */
export interface Probe {
  /** Before the first probe, ms. */
  initialDelayMs: number;
  /** Between two probes, ms. */
  periodMs: number;
  /** How long an answer may take, ms. */
  timeoutMs: number;
  /** Successes in a row after which it is well. */
  successThreshold: number;
  /** Failures in a row after which it is not. */
  failureThreshold: number;
}

/** One deployment: which model server stands behind it, and what it may be asked for. */
export interface DeploymentSpec {
  /** As in the traffic of its endpoint. */
  name: string;
  /** Replicas. */
  instanceCount: number;
  /** How long the model server may take, ms. */
  requestTimeoutMs: number;
  /** Requests that one replica works on at a time. */
  maxConcurrentRequestsPerInstance: number;
  /** How long a request may wait for a replica, ms. */
  maxQueueWaitMs: number;
  /** Where the model server is: `http://` or `https://`, and a path that goes before `/score`. */
  backendUrl: string;
  /** Whether a replica is alive. */
  livenessProbe: Probe;
  /** Whether it gets requests. */
  readinessProbe: Probe;
}

export type AuthMode = 'key' | 'aml_token';

export interface EndpointKeys {
  primary: string;
  secondary: string;
}

/** One endpoint and the deployments under it. */
export interface EndpointSpec {
  name: string;
  authMode: AuthMode;
  /** Percent by deployment name; the total is 0 or 100. */
  traffic: Record<string, number>;
  keys: EndpointKeys;
  deployments: DeploymentSpec[];
}

/** An endpoint as it may be shown: without its keys. */
export type PublicEndpoint = Omit<EndpointSpec, 'keys'>;

/** Leaves out what only the owner of an endpoint may see. */
export function withoutKeys({ name, authMode, traffic, deployments }: EndpointSpec): PublicEndpoint {
  return { name, authMode, traffic, deployments };
}

/** Defaults of the deployment YAML schema. */
export const DEFAULT_PROBE: Readonly<Probe> = {
  initialDelayMs: 10_000,
  periodMs: 10_000,
  timeoutMs: 2000,
  successThreshold: 1,
  failureThreshold: 30,
};

/**
 * A deployment with every setting at the default of its schema.
 *
 * @param profile v1 services have a scoring timeout of 60 s instead of 5 s
 */
export function defaultDeployment(
  name: string,
  backendUrl: string,
  profile: Profile = 'kubernetes',
): DeploymentSpec {
  return {
    name,
    instanceCount: 1,
    requestTimeoutMs: PROFILE_TRAITS[profile].requestTimeoutMs,
    maxConcurrentRequestsPerInstance: 1,
    maxQueueWaitMs: 500,
    backendUrl,
    livenessProbe: { ...DEFAULT_PROBE },
    readinessProbe: { ...DEFAULT_PROBE },
  };
}
