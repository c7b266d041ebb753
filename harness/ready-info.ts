import type { ToolsInfo } from './tools/open-tools.ts';
import type { World } from './world.ts';

/** What `start` prints when it is ready: the contract's one JSON object. */
export interface ReadyInfo {
  pid: number;
  fqdn: string;
  scoringUri: string;
  httpsUrl: string | null;
  httpUrl: string | null;
  caFile: string | null;
  key: string;
  dns: { address: string; port: number };
  controlUrl: string;
  /** The Kubernetes API for kubectl and helm, and the path of its kubeconfig; null where it is closed. */
  kubernetesUrl: string | null;
  kubeconfig: string | null;
  /** Azure Resource Manager for `az` and the SDKs; null where it is closed. */
  azureUrl: string | null;
}

export function readyInfo(
  world: World,
  controlUrl: string,
  caFile: string | null,
  tools: ToolsInfo | null,
): ReadyInfo {
  return {
    pid: process.pid,
    fqdn: world.fqdn,
    scoringUri: world.scoringUri,
    httpsUrl: world.httpsUrl,
    httpUrl: world.httpUrl,
    caFile,
    key: world.key,
    dns: { address: world.dns.address, port: world.dns.port },
    controlUrl,
    kubernetesUrl: tools?.kubernetesUrl ?? null,
    kubeconfig: tools?.kubeconfig ?? null,
    azureUrl: tools?.azureUrl ?? null,
  };
}
