import { fail } from '../errors.ts';
import { checkCluster } from './check-endpoints.ts';
import type { EndpointKeys, EndpointSpec } from './endpoints.ts';
import type { DeploymentYaml, EndpointYaml } from './yaml.ts';

export interface Assembly {
  endpoints: readonly EndpointYaml[];
  deployments: readonly DeploymentYaml[];
  /** Where model servers are, by `deployment` or by `endpoint/deployment`. */
  backends: Readonly<Record<string, string>>;
  /** Where the model server of a deployment is that has no entry in `backends`. */
  defaultBackend: string;
  keysFor(endpoint: string): EndpointKeys;
}

export interface Assembled {
  specs: EndpointSpec[];
  notes: string[];
}

/**
 * Puts endpoint files, deployment files and backends together into what a router serves.
 *
 * @throws MockError DEPLOYMENT_WITHOUT_ENDPOINT, BACKEND_UNKNOWN, and all that `checkCluster` throws
 */
export function assembleEndpoints({
  endpoints,
  deployments,
  backends,
  defaultBackend,
  keysFor,
}: Assembly): Assembled {
  const notes = [...endpoints, ...deployments].flatMap((yaml) => yaml.notes);
  for (const { file, endpointName, deployment } of deployments) {
    if (endpoints.some(({ name }) => name === endpointName)) continue;
    throw fail('DEPLOYMENT_WITHOUT_ENDPOINT', { file, deployment: deployment.name, endpoint: endpointName });
  }
  checkBackends(deployments, backends);
  const specs = endpoints.map((yaml): EndpointSpec => {
    const own = deployments
      .filter(({ endpointName }) => endpointName === yaml.name)
      .map(({ deployment }) => ({
        ...deployment,
        backendUrl:
          backends[`${yaml.name}/${deployment.name}`] ?? backends[deployment.name] ?? defaultBackend,
      }));
    const { traffic, note } = trafficOf(yaml, own);
    if (note !== null) notes.push(note);
    return { name: yaml.name, authMode: yaml.authMode, keys: keysFor(yaml.name), traffic, deployments: own };
  });
  checkCluster(specs);
  return { specs, notes };
}

function checkBackends(
  deployments: readonly DeploymentYaml[],
  backends: Readonly<Record<string, string>>,
): void {
  const known = deployments.flatMap(({ endpointName, deployment }) => [
    deployment.name,
    `${endpointName}/${deployment.name}`,
  ]);
  for (const name of Object.keys(backends)) {
    if (!known.includes(name)) throw fail('BACKEND_UNKNOWN', { name, known: known.join(', ') || 'none' });
  }
}

/**
 * Azure takes no traffic when an endpoint is created, so real files are silent about it; `az ml online-deployment
 * create --all-traffic` is how most first deployments get theirs. A sole deployment is treated as created that way.
 */
function trafficOf(
  { file, traffic }: EndpointYaml,
  deployments: readonly { name: string }[],
): { traffic: Record<string, number>; note: string | null } {
  if (traffic !== null) return { traffic, note: null };
  const [sole, ...more] = deployments;
  if (sole === undefined) return { traffic: {}, note: null };
  if (more.length === 0) return { traffic: { [sole.name]: 100 }, note: null };
  return {
    traffic: {},
    note: `${file}: no traffic is given for ${deployments.length} deployments, so none receives any. Add "traffic:" to it.`,
  };
}
