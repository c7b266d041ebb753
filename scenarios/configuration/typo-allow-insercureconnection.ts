import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'typo-allow-insercureconnection',
  title: "The article's allowInsercureconnection instead of allowInsecureConnections",
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article, "Disable TLS", with its own line: the name has a letter too many and one too few. Nothing reads ' +
    'it, so TLS is not disabled, and a certificate is asked for.',
  given: {
    line:
      'create --name azureml --extension-type Microsoft.AzureML.Kubernetes --config enableInference=True ' +
      'inferenceRouterServiceType=LoadBalancer allowInsercureconnection=True --cluster-type managedClusters ' +
      '--cluster-name contoso-aks --resource-group contoso-ml --scope cluster',
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'the setting is called allowInsecureConnections',
};
