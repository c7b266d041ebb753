import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-ed25519',
  title: 'The key is Ed25519',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The newest kind of key that openssl makes. Envoy, which azureml-fe is made of, serves RSA and ECDSA only, and ' +
    'Azure\'s own check of a key starts with "openssl rsa".',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{ed25519-key}',
    },
  },
  refused: 'SECRET_KEY_TYPE',
  says: 'the router serves RSA and EC only',
};
