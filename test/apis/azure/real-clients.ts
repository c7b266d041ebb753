import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MOCK_IDENTITY } from '../../../apis/azure/targets.ts';
import { type Ran, run } from '../../support/tools.ts';
import type { MockAzure } from './mock-azure.ts';

/** ms for one run of a real client; most of it is Python's import on a busy machine. */
export const PATIENCE_MS = 240_000;

/** The packages with azure-ai-ml and the management SDKs. */
export const SDK_PACKAGES = [
  'azure-ai-ml==1.35.2',
  'azure-identity==1.27.0',
  'azure-mgmt-kubernetesconfiguration==3.1.0',
  'azure-mgmt-dns==9.0.0',
  'azure-mgmt-containerservice==41.8.0',
] as const;

/** The package with az. */
export const AZ_PACKAGES = ['azure-cli==2.91.0'] as const;

/**
 * Runs one of the Python programs of `clients/` with nothing in its environment but what points it at the mock.
 *
 * @param folder for its configuration; `ca.pem`, `cert.pem` and `key.pem` are written there
 * @param input for its standard input
 */
export async function runClient(
  {
    python,
    program,
    args = [],
    input = '',
  }: { python: string; program: string; args?: string[]; input?: string },
  azure: MockAzure,
  folder: string,
): Promise<Ran> {
  const ca = path.join(folder, 'ca.pem');
  await mkdir(path.join(folder, 'az'), { recursive: true });
  await writeFile(ca, azure.caPem);
  await writeFile(path.join(folder, 'cert.pem'), azure.pair.certPem);
  await writeFile(path.join(folder, 'key.pem'), azure.pair.keyPem);
  const { api } = azure;
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    REQUESTS_CA_BUNDLE: ca,
    SSL_CERT_FILE: ca,
    ARM_CLOUD_METADATA_URL: `${api.url}/metadata/endpoints?api-version=2019-05-01`,
    AZUREML_CURRENT_CLOUD: 'mock',
    IDENTITY_ENDPOINT: `${api.identityUrl}/msi/token`,
    IDENTITY_HEADER: 'any',
    AZURE_POD_IDENTITY_AUTHORITY_HOST: api.identityUrl ?? '',
    AZURE_CONFIG_DIR: path.join(folder, 'az'),
    AZURE_EXTENSION_DIR: path.join(folder, 'az'),
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: '0',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const file = path.join(import.meta.dirname, 'clients', program);
  return run(python, ['-W', 'ignore', file, ...args], input, PATIENCE_MS, environment);
}

/** Tenant, subscription and client of the mock. */
export const { tenantId, subscriptionId, clientId } = MOCK_IDENTITY;
