import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-truncated',
  title: 'The certificate breaks off in the middle',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A form with a limit of characters, or a copy from a terminal that had scrolled: the END line is missing.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{leaf as half}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_PEM_TRUNCATED',
  says: 'Copy the whole file again',
};
