import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AzureApi } from '../../apis/azure/targets.ts';
import type { OpenedKubernetesApi } from '../../apis/kubernetes/targets.ts';
import type { Logger } from '../../common/logger.ts';
import { makeTemporaryFolder } from '../../common/temporary-folder.ts';
import type { ExtensionControl } from '../../extension/extension-control.ts';
import type { ClusterFacts } from '../../extension/health.ts';
import type { Authority } from '../../pki/authority.ts';
import { makePrivateFolder, writePrivateFile, writePublicFile } from '../../pki/files.ts';
import type { World } from '../world.ts';
import { azureTargets } from './azure-targets.ts';
import type { ClusterSecrets } from './cluster-secrets.ts';
import { formatKubeconfig } from './kubeconfig.ts';
import { SentPairs } from './sent-settings.ts';

/** Which of the APIs for real tools are opened; null leaves one closed, and port 0 takes a free one. */
export interface ToolsOptions {
  kubernetesPort: number | null;
  /** The Kubernetes API over plain HTTP, beside `kubernetesPort`; default null. */
  kubernetesHttpPort?: number | null;
  azurePort: number | null;
  /** Managed identity over plain HTTP, beside `azurePort`; default 0. */
  azureIdentityPort?: number;
  /** How long an operation of Azure Resource Manager takes, ms; default 0. */
  operationDelayMs?: number;
}

/** How tools reach the open APIs: what `env` prints. Null stands for what is closed. */
export interface ToolsInfo {
  kubernetesUrl: string | null;
  kubernetesHttpUrl: string | null;
  /** Path of the kubeconfig. */
  kubeconfig: string | null;
  /** A fresh cache for kubectl, which remembers what an API server has by its address. */
  kubeCacheDir: string | null;
  azureUrl: string | null;
  azureIdentityUrl: string | null;
  /** A fresh `AZURE_CONFIG_DIR`: az caches what an earlier mock said. */
  azureConfigDir: string | null;
  /** The CA of these APIs and that of the router, PEM. */
  caFile: string;
}

/** The open APIs. */
export interface Tools {
  readonly info: ToolsInfo;
  /** Writes `caFile` anew, after the world has become another one. */
  refreshTrust(): Promise<void>;
  close(): Promise<void>;
}

export interface ToolsSurroundings {
  world: World;
  extension: ExtensionControl;
  cluster: ClusterFacts;
  authority: Authority;
  /** Null where the Kubernetes API stays closed. */
  secrets: ClusterSecrets | null;
  /** Null keeps files in a temporary folder. */
  stateDir: string | null;
  /** The address that both APIs listen on. */
  host: string;
  /** Names beside `localhost` and IP addresses under which the APIs may be called. */
  allowedHosts: string[];
  log: Logger;
}

/** What both APIs need. */
interface Opening extends ToolsSurroundings {
  options: ToolsOptions;
  /** The certificate of both, PEM. */
  pair: { certPem: string; keyPem: string };
  /** Is closed with the tools, the last one first. */
  opened: { close(): Promise<void> }[];
  /** Where kubeconfig and CAs are written. */
  folder: string;
}

/**
 * Opens the APIs that real tools talk to. Each room is imported when its API is wanted.
 *
 * @throws MockError PORT_IN_USE and its like, NOT_WRITABLE
 */
export async function openTools(options: ToolsOptions, around: ToolsSurroundings): Promise<Tools> {
  const { world, authority } = around;
  const temporary = await makeTemporaryFolder('azureml-fe-tools-');
  const opened = [{ close: () => rm(temporary, { recursive: true, force: true }) }];
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each.close();
  };
  try {
    const folder = around.stateDir === null ? temporary : path.resolve(around.stateDir);
    await makePrivateFolder(folder);
    const caFile = path.join(folder, 'tools-ca.pem');
    const refreshTrust = () => writePublicFile(caFile, trustOf(authority, world));
    await refreshTrust();
    const names = ['localhost', '127.0.0.1', '::1', ...around.allowedHosts];
    // PERF: an EC key takes 1 ms to make and an RSA key of 2048 bits 100 ms and more.
    const pair = await authority.issueLeaf({ names, keyType: 'ec-p256' });
    const opening = { ...around, options, pair, opened, folder };
    const kubernetes = await openKubernetes(opening);
    const azure = await openAzure(opening, kubernetes?.kubeconfigText ?? null);
    const kubeCacheDir = path.join(temporary, 'kube-cache');
    const azureConfigDir = path.join(temporary, 'azure');
    await mkdir(azureConfigDir);
    const info: ToolsInfo = {
      kubernetesUrl: kubernetes?.api.url ?? null,
      kubernetesHttpUrl: kubernetes?.api.plainUrl ?? null,
      kubeconfig: kubernetes?.kubeconfig ?? null,
      kubeCacheDir: kubernetes === null ? null : kubeCacheDir,
      azureUrl: azure?.url ?? null,
      azureIdentityUrl: azure?.identityUrl ?? null,
      azureConfigDir: azure === null ? null : azureConfigDir,
      caFile,
    };
    return { info, refreshTrust, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openKubernetes({
  options,
  pair,
  opened,
  folder,
  secrets,
  ...around
}: Opening): Promise<{ api: OpenedKubernetesApi; kubeconfig: string; kubeconfigText: string } | null> {
  if (options.kubernetesPort === null || secrets === null) return null;
  const [{ openKubernetesApi }, { kubernetesTargets }] = await Promise.all([
    import('../../apis/kubernetes/server.ts'),
    import('./kubernetes-targets.ts'),
  ]);
  const { world, host, allowedHosts, authority } = around;
  const watched = kubernetesTargets({ ...around, secrets });
  opened.push(watched);
  const token = randomBytes(32).toString('base64url');
  const api = await openKubernetesApi(watched.targets, {
    host,
    port: options.kubernetesPort,
    tls: { cert: pair.certPem, key: pair.keyPem },
    token,
    allowedHosts,
    ...(options.kubernetesHttpPort == null ? {} : { plainPort: options.kubernetesHttpPort }),
    onChange: ({ verb, kind, namespace, name, manager }) =>
      world.observations.emit({
        kind: 'resource',
        api: 'kubernetes',
        event: `${verb}d`,
        resource: `${kind} ${namespace === null ? name : `${namespace}/${name}`}`,
        detail: `by ${manager}`,
      }),
  });
  opened.push(api);
  const kubeconfig = path.join(folder, 'kubeconfig');
  const kubeconfigText = formatKubeconfig({ url: api.url, caPem: authority.rootPem, token });
  await writePrivateFile(kubeconfig, kubeconfigText);
  return { api, kubeconfig, kubeconfigText };
}

async function openAzure(
  { options, pair, opened, folder: _, secrets: __, ...around }: Opening,
  kubeconfig: string | null,
): Promise<AzureApi | null> {
  if (options.azurePort === null) return null;
  const { openAzureApi } = await import('../../apis/azure/server.ts');
  const pairs = await SentPairs.open();
  opened.push(pairs);
  const { host, allowedHosts, log } = around;
  const api = await openAzureApi(azureTargets({ ...around, pairs, kubeconfig: () => kubeconfig }), {
    host,
    allowedHosts,
    log,
    tls: pair,
    port: options.azurePort,
    identityPort: options.azureIdentityPort ?? 0,
    operationDelayMs: options.operationDelayMs ?? 0,
  });
  opened.push(api);
  return api;
}

/** The CA of the APIs, and what the world's own clients are to trust where that is another one. */
function trustOf({ rootPem }: Authority, { caPem }: World): string {
  return rootPem.trim() === caPem.trim() ? rootPem : `${rootPem.trimEnd()}\n${caPem}`;
}
