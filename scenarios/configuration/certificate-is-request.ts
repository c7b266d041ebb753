import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-is-request',
  title: 'cert.pem is the signing request',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The .csr that went to the authority was put where the certificate that came back belongs. Both begin with ' +
    '"-----BEGIN CERTIFICATE".',
  given: {
    files: {
      'contoso-tls/cert.pem': '{request}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_IS_REQUEST',
  says: 'Have it signed',
};
