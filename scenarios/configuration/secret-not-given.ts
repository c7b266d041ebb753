import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-not-given',
  title: 'TLS is switched on again, and the certificate is forgotten',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The way back from "Disable TLS": update does not check what create does, so the CLI sends ' +
    'allowInsecureConnections=False without a certificate to the cluster, where the health check has to find it.',
  given: {
    existing:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer allowInsecureConnections=True',
    line: 'update --config allowInsecureConnections=False',
  },
  refused: 'SECRET_NOT_GIVEN',
  says: 'the settings name no certificate',
};
