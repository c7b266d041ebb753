import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-is-certificate',
  title: 'Both files hold the certificate',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson: 'One file was copied to both names, or the Secret was made with the same --from-file twice.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{chain}',
    },
  },
  refused: 'SECRET_NOT_A_KEY',
  says: 'it has only CERTIFICATE',
};
