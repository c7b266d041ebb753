import https from 'node:https';
import { openAzureApi } from '../../../apis/azure/server.ts';
import type {
  AzureApi,
  AzureChange,
  AzureOptions,
  AzureTargets,
  SentSettings,
} from '../../../apis/azure/targets.ts';
import { silentLogger } from '../../../common/logger.ts';
import { ZoneStore } from '../../../dns-mock/zone-store.ts';
import { EXTENSION_ERRORS } from '../../../extension/errors.ts';
import { checkHealth } from '../../../extension/health.ts';
import { mergeSettings } from '../../../extension/merge.ts';
import { describeScoringAddress, formatScoringUri } from '../../../extension/scoring-uri.ts';
import { readSettings, type TypedSettings } from '../../../extension/settings.ts';
import { mint } from '../../../pki/mint.ts';
import { SECRET_ERRORS } from '../../../secret/errors.ts';
import { startTestGateway, type TestGateway, testAuthority } from '../../support/gateway.ts';

/** Secrets of the cluster: `fe-tls` and `contoso-tls` are good, any other is not there. */
const GOOD_SECRETS = ['fe-tls', 'contoso-tls'];

export interface MockAzure extends AsyncDisposable {
  api: AzureApi;
  targets: AzureTargets;
  changes: AzureChange[];
  gateway: TestGateway['gateway'];
  zones: ZoneStore;
  /** The root to trust, for the API and for the router. */
  caPem: string;
  /** A good pair for `sslCname`, PEM. */
  pair: { certPem: string; keyPem: string };
  /** The installed settings, with the protected values. */
  settings(): TypedSettings | null;
  /** One request with a bearer token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: the tests read what they expect in it
  body: any;
}

/** The subscription, group, cluster and workspace of the tests. */
export const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg';
export const AKS = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks1`;
export const EXTENSIONS = `${AKS}/providers/Microsoft.KubernetesConfiguration/extensions`;
export const WORKSPACE = `${GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ws`;
export const ZONE = `${GROUP}/providers/Microsoft.Network/dnsZones/contoso.com`;

/**
 * The API over a real router and real DNS zones on free ports; the scoring URI is at `localhost`, so that clients
 * reach it without a resolver.
 */
export async function openMockAzure(options: Partial<AzureOptions> = {}): Promise<MockAzure> {
  const authority = await testAuthority();
  const pair = await mint(authority, { leaf: { sans: ['DNS:localhost', 'DNS:www.contoso.com'] } });
  const cname = {
    enableInference: 'True',
    inferenceRouterServiceType: 'LoadBalancer',
    sslCname: 'localhost',
  };
  const test = await startTestGateway({
    settings: readSettings(cname, {}),
    secret: { kind: 'inline', certPem: pair.certPem, keyPem: pair.keyPem },
  });
  const zones = new ZoneStore([ZONE_OF_TEST], () => 0);
  const changes: AzureChange[] = [];
  const extension = extensionTarget(test, pair);
  const targets = targetsOf(test, zones, extension, changes);
  const api = await openAzureApi(targets, {
    host: '127.0.0.1',
    port: 0,
    identityPort: 0,
    tls: pair,
    log: silentLogger,
    ...options,
  });
  const agent = new https.Agent({ keepAlive: true, ca: pair.trustedPem, servername: 'localhost' });
  return {
    api,
    targets,
    changes,
    gateway: test.gateway,
    zones,
    caPem: pair.trustedPem,
    pair,
    settings: extension.settings,
    call: (method, path, body, headers) => request(api, agent, method, path, body, headers),
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      await api.close();
      await test[Symbol.asyncDispose]();
    },
  };
}

const ZONE_OF_TEST = {
  origin: 'contoso.com',
  negativeTtl: 60,
  records: [{ name: 'www.contoso.com', type: 'A' as const, value: '127.0.0.1', ttl: 60 }],
};

function targetsOf(
  { gateway }: TestGateway,
  zones: ZoneStore,
  { settings, ...extension }: ReturnType<typeof extensionTarget>,
  changes: AzureChange[],
): AzureTargets {
  const { router } = gateway;
  return {
    extension,
    cluster: CLUSTER,
    kubeconfig: () => 'apiVersion: v1\nkind: Config\nclusters: []\n',
    changed: (change) => void changes.push(change),
    settled: () => gateway.flushed(),
    endpoints: {
      list: () => router.endpoints(),
      putEndpoint: (spec) => router.putEndpoint(spec),
      deleteEndpoint: (name) => router.deleteEndpoint(name),
      putDeployment: (endpoint, spec) => router.putDeployment(endpoint, spec),
      deleteDeployment: (endpoint, name) => router.deleteDeployment(endpoint, name),
      setTraffic: (endpoint, traffic) => router.setTraffic(endpoint, traffic),
      regenerateKey: (endpoint, which) => void router.regenerateKey(endpoint, which),
      issueToken: (endpoint) => router.issueToken(endpoint),
      scoringUri: (endpoint) => {
        const { config, configProtected } = settings() ?? DEFAULT_SETTINGS;
        const address = describeScoringAddress(readSettings(config, configProtected), {
          address: '127.0.0.1',
          httpsPort: gateway.httpsPortWanted,
          httpPort: gateway.httpPort ?? 0,
        });
        return formatScoringUri({ ...address, host: 'localhost' }, endpoint);
      },
      newBackendUrl: () => router.endpoints()[0]?.deployments[0]?.backendUrl ?? '',
      logs: (_endpoint, deployment, lines) => [`${deployment} listens`, `${deployment} scored`].slice(-lines),
    },
    dns: {
      zones: () => ['contoso.com'],
      listRecords: () => zones.listRecords(),
      setRecords: (name, records) => zones.setRecords(name, records),
    },
  };
}

const CLUSTER = { nodeCount: 3, hasLoadBalancer: true, clusterType: 'managedClusters' };
const DEFAULT_SETTINGS: TypedSettings = { config: { sslCname: 'localhost' }, configProtected: {} };

/** The extension on the gateway: merge, health check, and the check of the secret when the gateway takes it. */
function extensionTarget({ gateway, secret }: TestGateway, pair: { certPem: string; keyPem: string }) {
  let installed: TypedSettings | null = null;
  const install = async (sent: TypedSettings, pemPair: SentSettings['pemPair']): Promise<void> => {
    const settings = readSettings(sent.config, sent.configProtected);
    const report = checkHealth({
      settings,
      cluster: CLUSTER,
      secretFault: null,
      date: new Date(0),
      durationMs: 1,
      correlationId: 'test',
    });
    if (report.blocked) {
      const {
        errorCode = '',
        errorName = '',
        errorMessage = '',
        remedy = '',
      } = report.checks.find(({ status }) => status === 'Failed') ?? {};
      throw EXTENSION_ERRORS.fail('EXTENSION_UNHEALTHY', {
        code: errorCode,
        name: errorName,
        finding: errorMessage,
        remedy,
      });
    }
    const { sslSecret } = settings;
    if (pemPair === null && sslSecret !== null && !GOOD_SECRETS.includes(sslSecret))
      throw SECRET_ERRORS.fail('SECRET_NOT_FOUND', { name: sslSecret, dir: 'the cluster' });
    const source = pemPair ?? pair;
    await gateway.apply({
      settings: { ...settings, sslCname: 'localhost' },
      secret: secret({ kind: 'inline', certPem: source.certPem, keyPem: source.keyPem }),
    });
    installed = sent;
  };
  return {
    settings: () => installed,
    show: () =>
      installed === null
        ? null
        : { config: installed.config, configProtectedKeys: Object.keys(installed.configProtected).sort() },
    create: ({ pemPair, ...sent }: SentSettings) => install(sent, pemPair),
    update: async ({ pemPair, ...patch }: SentSettings) => {
      if (installed === null) throw EXTENSION_ERRORS.fail('EXTENSION_NOT_INSTALLED', {});
      await install(mergeSettings(installed, patch), pemPair);
    },
    remove: async () => {
      if (installed === null) throw EXTENSION_ERRORS.fail('EXTENSION_NOT_INSTALLED', {});
      installed = null;
    },
  };
}

function request(
  api: AzureApi,
  agent: https.Agent,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const given = {
    authorization: 'Bearer anything',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = https.request(
      `https://localhost:${api.port}${path}`,
      { method, agent, headers: { ...given, 'content-length': String(Buffer.byteLength(text)) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          const isJson = String(response.headers['content-type']).includes('json');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: isJson ? JSON.parse(answer) : answer,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}
