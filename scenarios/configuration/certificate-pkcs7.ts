import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-pkcs7',
  title: 'cert.pem is a P7B file',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Many authorities send the chain as PKCS#7, which has "-----BEGIN PKCS7-----" and so looks like PEM. TLS ' +
    'servers read single certificates only.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{pkcs7}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_IS_PKCS7',
  says: 'openssl pkcs7 -inform PEM',
};
