import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'key-of-old-certificate',
  title: 'The certificate is renewed, and the key is still the old one',
  group: 'configuration',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The article, "Update the TLS/SSL certificate": update the Secret with the new cert.pem and key.pem. Where the ' +
    'renewal made a new key, the two halves have to change together; the old pair stays in service.',
  given: {
    line: 'update --config sslSecret=contoso-tls sslCname={fqdn}',
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{other-key}',
    },
  },
  refused: 'SECRET_KEY_MISMATCH',
  says: 'the private key is not the key of the certificate',
};
