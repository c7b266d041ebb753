import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-name-with-namespace',
  title: 'sslSecret is written as namespace/name',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'kubectl shows Secrets of all namespaces as two columns, and many tools join them with "/". sslSecret is the ' +
    'bare name; the namespace is azureml and cannot be chosen.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=azureml/contoso-tls ' +
      'sslCname={fqdn}',
  },
  refused: 'SECRET_NAME_INVALID',
  says: 'the namespace is always azureml',
};
