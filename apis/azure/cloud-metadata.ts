/** Name of the cloud in the metadata; `AZUREML_CURRENT_CLOUD` has to be the same. */
export const CLOUD_NAME = 'mock';

/**
 * The cloud metadata with one origin for everything: Azure Resource Manager, tokens, storage.
 *
 * @param origin `https://localhost:9443`
 * @param apiVersion az and the SDK ask for 2019-05-01 and expect a list; `az cloud register` asks for 2022-09-01 and
 *   expects one object
 */
export function describeCloud(origin: string, apiVersion: string): unknown {
  const url = `${origin}/`;
  const cloud = {
    name: CLOUD_NAME,
    portal: url,
    authentication: { loginEndpoint: url, audiences: [url], tenant: 'common', identityProvider: 'AAD' },
    resourceManager: url,
    graph: url,
    graphAudience: url,
    microsoftGraphResourceId: url,
    batch: url,
    media: url,
    suffixes: {
      // The SDK puts a suffix behind an account name; see `ACCOUNT` in blobs.ts for why a port in it works.
      storage: new URL(origin).host,
      acrLoginServer: 'azurecr.invalid',
      keyVaultDns: 'vault.invalid',
    },
  };
  return apiVersion < '2022' ? [cloud] : cloud;
}
