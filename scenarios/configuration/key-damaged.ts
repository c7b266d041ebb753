import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-damaged',
  title: 'A line of the key is lost',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A line went missing when the key was copied from a terminal. It is PEM from outside; openssl pkey -check says ' +
    'that it is none inside.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{key as line-lost}',
    },
  },
  refused: 'SECRET_KEY_BROKEN',
  says: 'openssl pkey -in FILE -check',
};
