import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-twice',
  title: 'key.pem holds two keys',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The new key was appended to the file of the old one. Which of them a server takes is for its TLS library to ' +
    'say, and the next renewal adds a third.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{other-key}{key}',
    },
  },
  refused: 'SECRET_SEVERAL_KEYS',
  says: 'has 2 private keys',
};
