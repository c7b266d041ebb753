import { randomBytes } from 'node:crypto';
import { type DeploymentSpec, defaultDeployment, type EndpointSpec } from '../gateway/routing/endpoints.ts';

/** A new bearer key: 32 random bytes, as long as Azure's own. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** What may be different about the embedded endpoint. */
export interface DemoDifferences {
  traffic?: Record<string, number>;
  deployment?: Partial<DeploymentSpec>;
}

/** The embedded endpoint of the contract: `demo` with one deployment `blue` that gets all of the traffic. */
export function demoEndpoint(
  backendUrl: string,
  key: string,
  { traffic = { blue: 100 }, deployment = {} }: DemoDifferences = {},
): EndpointSpec {
  return {
    name: 'demo',
    authMode: 'key',
    traffic,
    keys: { primary: key, secondary: newKey() },
    deployments: [{ ...defaultDeployment('blue', backendUrl), ...deployment }],
  };
}
