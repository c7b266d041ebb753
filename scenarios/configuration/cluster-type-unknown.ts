import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'cluster-type-unknown',
  title: '--cluster-type is neither AKS nor Arc',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The article writes managedClusters for AKS; people write aks. The value decides which provider of Azure is ' +
    'asked for the cluster, so nothing near it will do.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls ' +
      'sslCname={fqdn} --cluster-type managedCluster',
  },
  refused: 'AZ_BAD_CHOICE',
  says: 'Write --cluster-type managedClusters',
};
