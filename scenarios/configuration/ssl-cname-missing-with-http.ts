import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'ssl-cname-missing-with-http',
  title: 'HTTP is chosen, sslSecret is left over, and sslCname is gone',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The article, "Disable TLS", asks to remove sslCname and the certificate together. The CLI checks the name ' +
    'wherever a certificate is given, also where allowInsecureConnections=True makes both of them idle.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer allowInsecureConnections=True ' +
      'sslSecret=contoso-tls',
  },
  refused: 'EXTENSION_CNAME_MISSING',
  says: 'even beside allowInsecureConnections=True',
};
