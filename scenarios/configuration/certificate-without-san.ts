import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-without-san',
  title: 'The certificate has a common name and no subjectAltName',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'openssl req makes such certificates unless it is given -addext. Clients stopped looking at the common name ' +
    'years ago (RFC 9525 section 2), so no client could ever call it.',
  given: {
    certificate: { leaf: { sans: null } },
  },
  refused: 'SECRET_NO_SAN',
  says: 'Have it issued with subjectAltName',
};
