import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'create-without-enable-inference',
  title: "The article's create line has no enableInference",
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article, "Configure sslSecret", with its own line: the certificate is there, the service type, the name, ' +
    'and not the switch that installs the router at all. The CLI wants training or inference to be true.',
  given: {
    line:
      'create --name azureml --extension-type Microsoft.AzureML.Kubernetes --config ' +
      'inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname={fqdn} --cluster-type managedClusters ' +
      '--cluster-name contoso-aks --resource-group contoso-ml --scope cluster',
  },
  refused: 'EXTENSION_NOTHING_ENABLED',
  says: 'Add enableInference=True',
};
