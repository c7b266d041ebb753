import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-tls-names',
  title: 'The Secret has tls.crt and tls.key',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'These are the names that an Ingress and cert-manager use (Azure/AML-Kubernetes#157), and that kubectl create ' +
    'secret tls makes. azureml-fe reads cert.pem and key.pem.',
  given: {
    files: {
      'contoso-tls/tls.crt': '{chain}',
      'contoso-tls/tls.key': '{key}',
    },
  },
  refused: 'SECRET_TLS_NAMES',
  says: '--from-file=cert.pem=tls.crt',
};
