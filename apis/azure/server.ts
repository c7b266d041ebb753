import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { bracketed } from '../../common/addresses.ts';
import { explainListenError } from '../../common/listen-error.ts';
import { createApp } from './app.ts';
import { BlobStore } from './blobs.ts';
import type { AzureContext } from './context.ts';
import { checkBearer, checkSource } from './guard.ts';
import { Operations } from './operations.ts';
import { addBlobRoutes } from './routes-blobs.ts';
import { addClusterRoutes } from './routes-clusters.ts';
import { addDnsZoneRoutes } from './routes-dns-zones.ts';
import { addEndpointRoutes } from './routes-endpoints.ts';
import { addExtensionRoutes } from './routes-extensions.ts';
import { addRelayRoutes } from './routes-relay.ts';
import { addManagedIdentityRoutes, addMetadataRoute, addSignInRoutes } from './routes-sign-in.ts';
import { addSubscriptionRoutes } from './routes-subscriptions.ts';
import { addWorkspaceRoutes } from './routes-workspace.ts';
import type { AzureApi, AzureOptions, AzureTargets } from './targets.ts';

const DEFAULT_LOCATION = 'westeurope';
const DEFAULT_EXTENSION_NAME = 'azureml';

/**
 * Opens what `az`, azure-ai-ml and the management SDKs talk to: cloud metadata, tokens, Azure Resource Manager and blob
 * storage on one HTTPS origin, and managed identity over plain HTTP where a port is given.
 *
 * @throws MockError PORT_IN_USE and its like
 */
export async function openAzureApi(targets: AzureTargets, options: AzureOptions): Promise<AzureApi> {
  const { host, tls, log, identityPort, allowedHosts = [], operationDelayMs = 0, now = Date.now } = options;
  const operations = new Operations({
    delayMs: operationDelayMs,
    now,
    changed: targets.changed,
    ...(targets.settled === undefined ? {} : { settled: targets.settled }),
  });
  const context: AzureContext = {
    targets,
    operations,
    location: options.location ?? DEFAULT_LOCATION,
    extensionName: options.extensionName ?? DEFAULT_EXTENSION_NAME,
    now,
    log,
  };
  const secure = createApp(log, { cert: tls.certPem, key: tls.keyPem, minVersion: 'TLSv1.2' }, () => HAS);
  addSecureRoutes(secure, context, allowedHosts);
  const port = await listen(secure, host, options.port, '--azure-port');
  const url = `https://${nameOf(host)}:${port}`;
  const identity = identityPort === null ? null : createApp(log, null, () => IDENTITY_HAS);
  if (identity !== null) addIdentityRoutes(identity, { url, port, now, allowedHosts });
  const close = async (): Promise<void> => {
    operations.close();
    await Promise.all([secure.close(), identity?.close()]);
  };
  try {
    const opened =
      identity === null ? null : await listen(identity, host, identityPort ?? 0, '--azure-identity-port');
    return { url, port, identityUrl: opened === null ? null : `http://${nameOf(host)}:${opened}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const HAS = [
  '/metadata/endpoints, /{tenant}/oauth2/v2.0/token, /subscriptions, resourceGroups, providers',
  'Microsoft.ContainerService/managedClusters, Microsoft.Kubernetes/connectedClusters',
  'Microsoft.KubernetesConfiguration/extensions, Microsoft.Network/dnsZones, Microsoft.Relay/namespaces',
  'Microsoft.MachineLearningServices/workspaces with onlineEndpoints, deployments, codes, environments, models, datastores and computes',
].join('; ');

const IDENTITY_HAS = '/msi/token, /metadata/identity/oauth2/token, /metadata/endpoints';

function addSecureRoutes(app: FastifyInstance, context: AzureContext, allowedHosts: readonly string[]): void {
  guard(app, allowedHosts);
  addMetadataRoute(app, (host) => `https://${host}`);
  addSignInRoutes(app, context.now);
  const blobs = new BlobStore(context.now);
  addBlobRoutes(app, blobs);
  app.register(async (routes) => {
    routes.addHook('onRequest', async ({ headers }) => checkBearer(headers));
    addSubscriptionRoutes(routes, context);
    addClusterRoutes(routes, context);
    addExtensionRoutes(routes, context);
    addEndpointRoutes(routes, context);
    addWorkspaceRoutes(routes, context, blobs);
    addDnsZoneRoutes(routes, context);
    addRelayRoutes(routes);
  });
}

interface IdentityOptions {
  /** Of the HTTPS port. */
  url: string;
  port: number;
  now: () => number;
  allowedHosts: readonly string[];
}

function addIdentityRoutes(app: FastifyInstance, { url, port, now, allowedHosts }: IdentityOptions): void {
  guard(app, allowedHosts);
  // The metadata may be fetched over plain HTTP; what they name is the HTTPS port on the same host.
  addMetadataRoute(app, (host) => `https://${host.replace(/:\d+$/, '')}:${port}`);
  addManagedIdentityRoutes(app, url, now);
}

function guard(app: FastifyInstance, allowedHosts: readonly string[]): void {
  app.addHook('onRequest', async ({ headers }) => checkSource(headers, allowedHosts));
}

async function listen(app: FastifyInstance, host: string, port: number, option: string): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw explainListenError(error as NodeJS.ErrnoException, { host, port, option });
  }
  return (app.server.address() as AddressInfo).port;
}

/** The tools know the origin by the name that the certificate has. */
function nameOf(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return bracketed(host);
}
