import type { Logger } from '../../common/logger.ts';
import type { RecordType } from '../../dns-mock/rdata.ts';
import type { ZoneRecord } from '../../dns-mock/zone.ts';
import type { ClusterFacts } from '../../extension/health.ts';
import type { EndpointToken } from '../../gateway/routing/authorization.ts';
import type { DeploymentSpec, EndpointSpec } from '../../gateway/routing/endpoints.ts';

/**
 * The settings of the extension as they arrive at Azure Resource Manager. The client has done the CLI's half already:
 * `sslSecret=s` came to `scoringFe.sslSecret=s` beside it, and the PEM files to base64 in `scoringFe.sslCert` and
 * `scoringFe.sslKey`. `sslCertPemFile` and `sslKeyPemFile` are paths on the machine of the client and must not be opened.
 */
export interface SentSettings {
  config: Record<string, string>;
  /** With the values. */
  configProtected: Record<string, string>;
  /** `scoringFe.sslCert` and `scoringFe.sslKey`, decoded to PEM; null where one of the two was not sent. */
  pemPair: { certPem: string; keyPem: string } | null;
}

/** The extension as it is installed, without protected values. */
export interface InstalledExtension {
  config: Readonly<Record<string, string>>;
  configProtectedKeys: readonly string[];
}

/** The extension of the cluster. What the CLI checks is checked already; what is left are merge and health check. */
export interface ExtensionTarget {
  /** Null while it is not installed. */
  show(): InstalledExtension | null;
  /** Installs it with these settings and no others. @throws MockError E4… where the health check refuses */
  create(settings: SentSettings): Promise<void>;
  /**
   * Merges the settings into those that are there, as `mergeSettings` does: an empty bag changes nothing. Without any
   * settings the secret is taken into service anew. @throws MockError E4… where the health check refuses
   */
  update(patch: SentSettings): Promise<void>;
  remove(): Promise<void>;
}

/** Online endpoints and their deployments: the router's own, with its refusals. */
export interface EndpointsTarget {
  /** With their keys. */
  list(): EndpointSpec[];
  /** Creates the endpoint, or replaces it with all of its deployments. @throws MockError ENDPOINT_…, DEPLOYMENT_… */
  putEndpoint(spec: EndpointSpec): void;
  /** @returns false where there is no such endpoint */
  deleteEndpoint(name: string): boolean;
  /** Creates or replaces one deployment. @throws MockError ENDPOINT_…, DEPLOYMENT_… */
  putDeployment(endpoint: string, spec: DeploymentSpec): void;
  /** @returns false where there is no such deployment. @throws MockError DEPLOYMENT_HAS_TRAFFIC */
  deleteDeployment(endpoint: string, name: string): boolean;
  /** @throws MockError ENDPOINT_TRAFFIC_… */
  setTraffic(endpoint: string, traffic: Record<string, number>): void;
  /** Makes a new key; the old one is worth nothing from now on. @throws MockError ENDPOINT_NO_KEYS */
  regenerateKey(endpoint: string, which: 'primary' | 'secondary'): void;
  /** @throws MockError ENDPOINT_NO_TOKENS */
  issueToken(endpoint: string): EndpointToken;
  /** Null while no extension serves it. */
  scoringUri(endpoint: string): string | null;
  /** Where the model server of a new deployment is; `DeploymentSpec.backendUrl`. */
  newBackendUrl(): string;
  /** The last lines of the log of a deployment, oldest first, without line ends. @param lines at most so many */
  logs(endpoint: string, deployment: string, lines: number): string[];
}

/** The DNS server's zones. */
export interface DnsTarget {
  /** Origins, lower case, without the trailing dot. */
  zones(): readonly string[];
  listRecords(): ZoneRecord[];
  /** Replaces all records that a name has, of whatever type; an empty list removes the name. @throws MockError DNS_… */
  setRecords(name: string, records: { type: RecordType; value: string; ttl: number }[]): void;
}

/** A change that went through this API, for the stream of observations. */
export interface AzureChange {
  /** `PUT`, `PATCH`, `POST`, `DELETE`. */
  method: string;
  /** Resource type: `Microsoft.KubernetesConfiguration/extensions`, `Microsoft.Network/dnsZones/A`, … */
  type: string;
  /** Name of the resource: `azureml`, `demo/blue`, `www.contoso.com`. */
  name: string;
  /** 201 for a new resource, 200 for any other success, and the status of a refusal or failure. */
  status: number;
  /** A sentence for people. */
  detail: string;
}

/** What the API acts on. It never reaches past these. */
export interface AzureTargets {
  extension: ExtensionTarget;
  endpoints: EndpointsTarget;
  dns: DnsTarget;
  cluster: ClusterFacts;
  /** The kubeconfig that `az aks get-credentials` hands out; null where the Kubernetes API is closed. */
  kubeconfig(): string | null;
  /** Called after each change and each refused change. Must not throw and must not wait. */
  changed(change: AzureChange): void;
  /** Resolves when what was changed is served by every worker. Awaited before the answer to a change is sent. */
  settled?(): Promise<void>;
}

export interface AzureOptions {
  /** The address to listen on, for both ports. */
  host: string;
  /** HTTPS; 0 takes a free one. */
  port: number;
  /** Managed identity over plain HTTP: App Service's and IMDS's routes, and the cloud metadata. Null: closed; 0: a free one. */
  identityPort: number | null;
  /** The server certificate with its chain, and its key, PEM. Its names must include `localhost`. */
  tls: { certPem: string; keyPem: string };
  /** Names beside `localhost` and IP addresses under which the API may be called. */
  allowedHosts?: readonly string[];
  /** How long an operation takes, ms. 0, the default: answered when it is done; above, 202 and `Azure-AsyncOperation`. */
  operationDelayMs?: number;
  /** The name of an extension that was not created through this API; default `azureml`. */
  extensionName?: string;
  /** Region of the cluster and the workspace; default `westeurope`. */
  location?: string;
  /** ms since 1970; default `Date.now`. */
  now?(): number;
  log: Logger;
}

/** The API while it is open. */
export interface AzureApi {
  /** `https://localhost:PORT`, or with the address where `host` is not loopback. */
  readonly url: string;
  readonly port: number;
  /** `http://localhost:PORT` of managed identity; null where closed. */
  readonly identityUrl: string | null;
  /** Resolves when the last socket is gone. */
  close(): Promise<void>;
}

/** Tenant, subscription, client and user that a sign-in is for. Any other subscription is answered as well. */
export const MOCK_IDENTITY = {
  tenantId: '11111111-1111-1111-1111-111111111111',
  subscriptionId: '22222222-2222-2222-2222-222222222222',
  clientId: '33333333-3333-3333-3333-333333333333',
  userId: '66666666-6666-6666-6666-666666666666',
  userName: 'trainer@contoso.com',
} as const;

/**
 * Opens the API: `openAzureApi` of `server.ts`, which is imported when it is first asked for.
 *
 * @throws MockError PORT_IN_USE and its like
 */
export type OpenAzureApi = (targets: AzureTargets, options: AzureOptions) => Promise<AzureApi>;
