import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-not-configured',
  title: 'HTTPS is the default, and no certificate is named',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article: allowInsecureConnections is False by default, and then either sslSecret or both PEM files are ' +
    'needed. A first attempt without any of them ends here.',
  given: {
    line: 'create --config enableInference=True inferenceRouterServiceType=LoadBalancer',
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'or allowInsecureConnections=True in --config for HTTP',
};
