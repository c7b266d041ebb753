import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-is-public',
  title: 'key.pem is the public key',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'openssl pkey -pubout, or the other half of the download. "-----BEGIN PUBLIC KEY-----" reads much like what is ' +
    'wanted.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{public-key}',
    },
  },
  refused: 'SECRET_IS_PUBLIC_KEY',
  says: 'the private key belongs there',
};
