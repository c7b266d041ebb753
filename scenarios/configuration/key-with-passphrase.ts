import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-with-passphrase',
  title: 'The key is protected by a passphrase',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article says it twice: a PEM file with pass phrase protection is not supported. There is no person to ' +
    'type it when the router starts.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{encrypted-key}',
    },
  },
  refused: 'SECRET_KEY_ENCRYPTED',
  says: 'Take the passphrase off',
};
