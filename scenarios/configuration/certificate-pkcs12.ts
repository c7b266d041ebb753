import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-pkcs12',
  title: 'cert.pem is a PFX file',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Azure Key Vault and the Windows certificate store export PKCS#12, certificate and key in one binary file. The ' +
    'article asks for two files in PEM, which openssl pkcs12 takes out of it.',
  given: {
    files: {
      'contoso-tls/cert.pem': { text: '{pkcs12}', encoding: 'der' },
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_IS_PKCS12',
  says: 'openssl pkcs12',
};
