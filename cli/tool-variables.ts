import type { ToolsInfo } from '../harness/tools/open-tools.ts';

/** What `GET /health` says about the APIs for real tools; null where one is closed. */
export type OpenApis = Omit<ToolsInfo, 'kubernetesHttpUrl'>;

/** Groups of variables that `env` can be limited to. */
export interface Wanted {
  az: boolean;
  kubectl: boolean;
}

/**
 * The variables by which real tools reach a running harness and trust it. Pure.
 *
 * With them the tools reach nothing else: the bundle holds the CAs of the mock alone, and the cloud that the SDK is told to
 * use is one that only the mock knows, so that it fails instead of going to the public cloud.
 */
export function toolVariables(apis: OpenApis, wanted: Wanted): Record<string, string> {
  return {
    ...trustVariables(apis.caFile),
    ...(wanted.kubectl ? kubernetesVariables(apis) : {}),
    ...(wanted.az ? azureVariables(apis) : {}),
  };
}

/** az, azure-identity and certbot read the first, OpenSSL and Go the second; then curl, Node, lego. */
function trustVariables(caFile: string): Record<string, string> {
  return {
    REQUESTS_CA_BUNDLE: caFile,
    SSL_CERT_FILE: caFile,
    CURL_CA_BUNDLE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    LEGO_CA_CERTIFICATES: caFile,
  };
}

function kubernetesVariables({ kubeconfig, kubeCacheDir }: OpenApis): Record<string, string> {
  if (kubeconfig === null) return {};
  // kubectl keeps what an API server has by its address, and the next mock may be another one.
  return { KUBECONFIG: kubeconfig, ...(kubeCacheDir === null ? {} : { KUBECACHEDIR: kubeCacheDir }) };
}

function azureVariables({ azureUrl, azureIdentityUrl, azureConfigDir }: OpenApis): Record<string, string> {
  if (azureUrl === null) return {};
  return {
    ARM_CLOUD_METADATA_URL: `${azureUrl}/metadata/endpoints?api-version=2019-05-01`,
    // Terraform's provider asks this host for the same.
    ARM_METADATA_HOSTNAME: new URL(azureUrl).host,
    AZUREML_CURRENT_CLOUD: 'mock',
    ...(azureConfigDir === null ? {} : { AZURE_CONFIG_DIR: azureConfigDir }),
    AZURE_AUTHORITY_HOST: azureUrl,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: '0',
    ...(azureIdentityUrl === null
      ? {}
      : { IDENTITY_ENDPOINT: `${azureIdentityUrl}/msi/token`, IDENTITY_HEADER: 'mock' }),
  };
}

/** The shells that `env` writes for. */
export type ShellName = 'sh' | 'powershell';

/** Lines that set the variables when the shell evaluates them. */
export function formatVariables(variables: Readonly<Record<string, string>>, shell: ShellName): string {
  const lines = Object.entries(variables).map(([name, value]) =>
    shell === 'sh'
      ? `export ${name}='${value.replaceAll("'", "'\\''")}'`
      : `$env:${name} = '${value.replaceAll("'", "''")}'`,
  );
  return `${lines.join('\n')}\n`;
}
