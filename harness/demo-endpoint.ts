import { randomBytes } from 'node:crypto';
import { defaultDeployment, type EndpointSpec } from '../gateway/routing/endpoints.ts';

/** A new bearer key: 32 random bytes, as long as Azure's own. */
export function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The embedded endpoint of the contract: `demo` with one deployment `blue` that gets all of the traffic. */
export function demoEndpoint(backendUrl: string, key: string): EndpointSpec {
  return {
    name: 'demo',
    authMode: 'key',
    traffic: { blue: 100 },
    keys: { primary: key, secondary: newKey() },
    deployments: [defaultDeployment('blue', backendUrl)],
  };
}
