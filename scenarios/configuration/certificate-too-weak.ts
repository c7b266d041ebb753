import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-too-weak',
  title: 'The certificate has an RSA key of 1024 bits',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'An old internal authority still issues them. OpenSSL refuses to serve such a key at its default security ' +
    'level, and every client would refuse to accept it.',
  given: {
    certificate: { leaf: { key: 'rsa-1024' } },
  },
  refused: 'SECRET_NOT_SERVABLE',
  says: 'RSA key of 2048 bits or more',
};
