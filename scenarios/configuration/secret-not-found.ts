import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-not-found',
  title: 'The Secret that sslSecret names does not exist',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article: save the certificate and key in a Kubernetes Secret first. The CLI does not look whether it is ' +
    'there; the health check does, minutes later (Azure/azure-cli-extensions#5477).',
  given: {
    files: {
      'contoso-cert/cert.pem': '{chain}',
      'contoso-cert/key.pem': '{key}',
    },
  },
  refused: 'SECRET_NOT_FOUND',
  says: 'is neither a folder nor a manifest',
};
