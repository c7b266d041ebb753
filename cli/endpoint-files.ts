import { assembleEndpoints } from '../gateway/routing/assemble.ts';
import { newEndpointKey } from '../gateway/routing/authorization.ts';
import { defaultDeployment, type EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { Profile } from '../gateway/routing/profiles.ts';
import {
  type DeploymentYaml,
  type EndpointYaml,
  readDeploymentYaml,
  readEndpointYaml,
} from '../gateway/routing/yaml.ts';
import { fail } from './errors.ts';
import { readText } from './read-text.ts';

/** The options that say which endpoints there are and where their models run. */
export interface EndpointFlags {
  endpoint?: string[];
  deployment?: string[];
  backend?: string[];
  profile: Profile;
}

/** Makes endpoints once it is known where the embedded model is and what the bearer key shall be. */
export type EndpointMaker = (modelUrl: string, key: string) => EndpointSpec[];

/**
 * Reads endpoint and deployment files. Without any there is the embedded endpoint `demo` with a deployment for each
 * backend, or `blue` where there is none; the first one gets the traffic. Without an endpoint file, deployment files of
 * `demo` attach to it.
 *
 * @param note receives remarks on the files that are not errors
 * @throws MockError FILE_NOT_READABLE, CLI_BAD_OPTION, ENDPOINT_…, DEPLOYMENT_…
 */
export async function readEndpoints(
  flags: EndpointFlags,
  note: (text: string) => void,
): Promise<EndpointMaker> {
  const backends = Object.fromEntries((flags.backend ?? []).map(parseBackend));
  const endpoints = await Promise.all(
    (flags.endpoint ?? []).map(async (file) => readEndpointYaml(await readText(file), file, flags.profile)),
  );
  const deployments = await Promise.all(
    (flags.deployment ?? []).map(async (file) =>
      readDeploymentYaml(await readText(file), file, flags.profile),
    ),
  );
  if (endpoints.length === 0 && deployments.length === 0) {
    return (modelUrl, key) => [demoFor(backends, modelUrl, key, flags.profile)];
  }
  if (endpoints.length === 0 && deployments.some(({ endpointName }) => endpointName === DEMO))
    attachToDemo(endpoints, deployments, flags.profile);
  return (modelUrl, key) => {
    const { specs, notes } = assembleEndpoints({
      endpoints,
      deployments,
      backends,
      defaultBackend: modelUrl,
      keysFor: () => ({ primary: key, secondary: newEndpointKey() }),
    });
    notes.forEach(note);
    return specs;
  };
}

const DEMO = 'demo';
const BLUE = 'blue';

/** The embedded endpoint as if a file had given it: its deployment keeps the traffic, and a file may change it. */
function attachToDemo(endpoints: EndpointYaml[], deployments: DeploymentYaml[], profile: Profile): void {
  const attached = deployments.filter(({ endpointName }) => endpointName === DEMO);
  const file = 'the embedded endpoint';
  const others = attached.map(({ deployment }) => deployment.name).filter((name) => name !== BLUE);
  const note = `${others.join(', ')} of ${DEMO}: no traffic, ${BLUE} keeps it. Give the endpoint with --endpoint to split it, or send azureml-model-deployment.`;
  endpoints.push({
    file,
    name: DEMO,
    authMode: 'key',
    traffic: { [BLUE]: 100 },
    notes: others.length === 0 ? [] : [note],
  });
  if (attached.some(({ deployment }) => deployment.name === BLUE)) return;
  const { backendUrl: _, ...deployment } = defaultDeployment(BLUE, '', profile);
  deployments.push({ file, endpointName: DEMO, deployment, notes: [] });
}

function demoFor(
  backends: Record<string, string>,
  modelUrl: string,
  key: string,
  profile: Profile,
): EndpointSpec {
  const places = Object.keys(backends).length === 0 ? { [BLUE]: modelUrl } : backends;
  const [first = BLUE] = Object.keys(places);
  return {
    name: DEMO,
    authMode: 'key',
    traffic: { [first]: 100 },
    keys: { primary: key, secondary: newEndpointKey() },
    deployments: Object.entries(places).map(([name, url]) => defaultDeployment(name, url, profile)),
  };
}

function parseBackend(text: string): [string, string] {
  const sign = text.indexOf('=');
  const [name, url] = [text.slice(0, sign), text.slice(sign + 1)];
  if (sign < 1 || !URL.canParse(url) || !/^https?:\/\//.test(url)) {
    throw fail('CLI_BAD_OPTION', {
      option: '--backend',
      value: text,
      expected: 'DEPLOYMENT=URL such as blue=http://127.0.0.1:5001',
    });
  }
  return [name, url.replace(/\/$/, '')];
}
