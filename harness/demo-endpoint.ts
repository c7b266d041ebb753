import { newEndpointKey } from '../gateway/routing/authorization.ts';
import { defaultDeployment, type EndpointSpec } from '../gateway/routing/endpoints.ts';

/** The embedded endpoint of the contract: `demo` with one deployment `blue` that gets all of the traffic. */
export function demoEndpoint(backendUrl: string, key: string): EndpointSpec {
  return {
    name: 'demo',
    authMode: 'key',
    traffic: { blue: 100 },
    keys: { primary: key, secondary: newEndpointKey() },
    deployments: [defaultDeployment('blue', backendUrl)],
  };
}
