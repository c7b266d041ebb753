import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'ssl-cname-missing',
  title: 'A certificate is given, and sslCname is not',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'sslCname becomes the host of the scoring URI, and the health check compares the certificate with it. Without ' +
    'it a client would not know which name to call (Azure/AML-Kubernetes#196).',
  given: {
    line: 'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls',
  },
  refused: 'EXTENSION_CNAME_MISSING',
  says: 'sslCname is not given',
};
