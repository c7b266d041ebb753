import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { silentLogger } from '../../../common/logger.ts';
import { type Harness, type HarnessOptions, startHarness } from '../../../harness/harness.ts';
import { catalogue } from '../../../scenarios/catalogue.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of an API, whose shape the assertions state
  body: any;
}

/** A harness with its APIs open on free ports, and a client of Azure Resource Manager. */
export interface ArmBed extends AsyncDisposable {
  harness: Harness;
  arm(method: string, path: string, body?: unknown): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The Kubernetes API with the token of the kubeconfig. */
  kubernetes(method: string, path: string, body?: unknown): Promise<Answer>;
  /** What the Kubernetes API answers as text. */
  text(path: string): Promise<string>;
}

const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers';
/** Paths of the resources that the tests act on. */
export const RESOURCES = {
  cluster: `${GROUP}/Microsoft.ContainerService/managedClusters/aks1`,
  extension: `${GROUP}/Microsoft.ContainerService/managedClusters/aks1/providers/Microsoft.KubernetesConfiguration/extensions/azureml`,
  endpoints: `${GROUP}/Microsoft.MachineLearningServices/workspaces/ws/onlineEndpoints`,
  zone: `${GROUP}/Microsoft.Network/dnsZones/contoso.com`,
} as const;

export async function openArmBed(options: Partial<HarnessOptions> = {}): Promise<ArmBed> {
  const harness = await startHarness({
    stateDir: null,
    log: silentLogger,
    world: {},
    catalogue,
    tools: { kubernetesPort: null, azurePort: 0 },
    ...options,
  });
  // Where a person's own certificate is served, the world's clients trust another CA than that of the APIs.
  const kubeconfig = harness.tools?.kubeconfig ?? null;
  const ca = [harness.world.caPem, ...(kubeconfig === null ? [] : [caOf(kubeconfig)])];
  const dispatcher = new Agent({ connect: { ca } });
  const call = async (url: string, method: string, body: unknown, token = 'any'): Promise<Answer> => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const answer = await request(url, {
      method: method as 'GET',
      headers,
      dispatcher,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === '' ? null : JSON.parse(text) };
  };
  return {
    harness,
    arm: (method, path, body) =>
      call(`${harness.tools?.azureUrl}${path}?api-version=2023-05-01`, method, body),
    kubernetes: (method, path, body) =>
      call(`${harness.tools?.kubernetesUrl}${path}`, method, body, tokenOf(harness.tools?.kubeconfig ?? '')),
    text: async (path) => {
      const headers = { authorization: `Bearer ${tokenOf(harness.tools?.kubeconfig ?? '')}` };
      const answer = await request(`${harness.tools?.kubernetesUrl}${path}`, { headers, dispatcher });
      return answer.body.text();
    },
    control: (method, path, body) => call(`${harness.controlUrl}${path}`, method, body),
    [Symbol.asyncDispose]: async () => {
      await dispatcher.close();
      await harness.close(0);
    },
  };
}

const tokenOf = (kubeconfig: string): string => parse(readFileSync(kubeconfig, 'utf8')).users[0].user.token;

/** The CA that a kubeconfig names, PEM. */
function caOf(kubeconfig: string): string {
  const { clusters } = parse(readFileSync(kubeconfig, 'utf8'));
  return Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString();
}
