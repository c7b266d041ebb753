import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'update-with-scope',
  title: "The article's update line has --scope and --extension-type",
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article, "Update the TLS/SSL certificate", with its own line: az stops at options that update does not ' +
    'have, before it looks at any setting. The old certificate runs on towards its end, while the runbook says that ' +
    'it was renewed.',
  given: {
    line:
      'update --name azureml --extension-type Microsoft.AzureML.Kubernetes --config ' +
      'inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname={fqdn} --cluster-type managedClusters ' +
      '--cluster-name contoso-aks --resource-group contoso-ml --scope cluster',
  },
  refused: 'AZ_UNRECOGNIZED',
  says: 'An extension stays in the scope that create gave it.',
};
