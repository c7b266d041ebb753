import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-on-one-line',
  title: 'The line breaks of the certificate are gone',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A variable of a pipeline or an environment turns line breaks into blanks. PEM is made of lines (RFC 7468 ' +
    'section 2), and OpenSSL sees none of it.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain as one-line}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_PEM_LAYOUT',
  says: 'its line breaks are gone',
};
