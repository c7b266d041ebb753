import { TokenGuard } from './authorization.ts';
import type { EndpointRegistry } from './endpoint-registry.ts';
import type { DeploymentSpec, EndpointSpec } from './endpoints.ts';

/** One change to the endpoints in service, as data. */
export type RegistryChange =
  | { change: 'replace-all'; specs: readonly EndpointSpec[] }
  | { change: 'put-endpoint'; spec: EndpointSpec }
  | { change: 'delete-endpoint'; endpoint: string }
  | { change: 'put-deployment'; endpoint: string; spec: DeploymentSpec }
  | { change: 'delete-deployment'; endpoint: string; deployment: string }
  | { change: 'set-traffic'; endpoint: string; traffic: Record<string, number> }
  | { change: 'set-key'; endpoint: string; which: 'primary' | 'secondary'; key: string }
  | { change: 'accept-token'; endpoint: string; token: string; expiryMs: number };

/**
 * Carries a change out.
 *
 * @returns false where there was nothing to delete
 * @throws MockError ENDPOINT_…, DEPLOYMENT_…; then nothing has changed
 */
export function carryOut(registry: EndpointRegistry, change: RegistryChange): boolean {
  switch (change.change) {
    case 'replace-all':
      registry.replaceAll(change.specs);
      return true;
    case 'put-endpoint':
      registry.put(change.spec);
      return true;
    case 'delete-endpoint':
      return registry.delete(change.endpoint);
    case 'put-deployment':
      registry.putDeployment(change.endpoint, change.spec);
      return true;
    case 'delete-deployment':
      return registry.deleteDeployment(change.endpoint, change.deployment);
    case 'set-traffic':
      registry.setTraffic(change.endpoint, change.traffic);
      return true;
    case 'set-key':
      registry.setKey(change.endpoint, change.which, change.key);
      return true;
    case 'accept-token': {
      const { guard } = registry.find(change.endpoint);
      if (guard instanceof TokenGuard) guard.accept(change.token, change.expiryMs);
      return true;
    }
  }
}
