import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'scope-namespace',
  title: 'The extension is to be installed into one namespace',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The extension brings custom resources and watches the whole cluster, and its release namespace is azureml ' +
    'whatever is asked for; --scope namespace is refused.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls ' +
      'sslCname={fqdn} --scope namespace',
  },
  refused: 'EXTENSION_SCOPE',
  says: 'Give --scope cluster',
};
