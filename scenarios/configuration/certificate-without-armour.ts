import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-without-armour',
  title: 'The BEGIN and END lines of the certificate are gone',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'A vault or a form took "only the certificate". Without its armour (RFC 7468 section 2) no TLS library finds a ' +
    'certificate in it.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{leaf as without-armour}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_NO_ARMOUR',
  says: '-----BEGIN',
};
