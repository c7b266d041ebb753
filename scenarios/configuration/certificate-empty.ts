import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-empty',
  title: 'cert.pem is empty',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The disk was full, or the renewal broke off after it had opened the file. The certificate before it is gone, ' +
    'and the router keeps what it has until it is restarted.',
  given: {
    files: {
      'contoso-tls/cert.pem': '',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_EMPTY',
  says: 'is empty',
};
