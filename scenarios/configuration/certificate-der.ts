import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-der',
  title: 'cert.pem is DER',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The article asks for PEM and names openssl for changing the format. The ending of a file says nothing: .crt ' +
    'and .cer are used for both.',
  given: {
    files: {
      'contoso-tls/cert.pem': { text: '{leaf}', encoding: 'der' },
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_IS_DER',
  says: 'openssl x509 -inform DER',
};
