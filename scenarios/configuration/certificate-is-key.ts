import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-is-key',
  title: 'Both files hold the key',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'One file was copied to both names. The article: a certificate and a key are needed, each PEM-encoded.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{key}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_NOT_A_CERTIFICATE',
  says: 'it has only PRIVATE KEY',
};
