import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-damaged',
  title: 'A line of the certificate is lost',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'A merge or a careless edit took a line out of the base64. It is PEM from outside and cannot be decoded.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{leaf as line-lost}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_CERTIFICATE_BROKEN',
  says: 'Certificate 1',
};
