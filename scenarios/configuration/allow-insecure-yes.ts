import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'allow-insecure-yes',
  title: 'allowInsecureConnections is switched on with "yes"',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The CLI takes the word true, in any case, for true, and every other word for false: yes, 1 and on leave TLS ' +
    'on, and the certificate is missing.',
  given: {
    line: 'create --config enableInference=True inferenceRouterServiceType=LoadBalancer allowInsecureConnections=yes',
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'allowInsecureConnections=yes counts as false',
};
