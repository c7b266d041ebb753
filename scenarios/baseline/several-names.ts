import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'several-names',
  aliases: ['multiple-sans'],
  title: 'The certificate has several names, and the right one is the last',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'One certificate for the bare domain, for staging and for production. Any of the names in subjectAltName may match ' +
    '(RFC 9525 section 6). A client that reads the first one alone, or the common name, refuses a good endpoint.',
  world: {
    certificate: {
      leaf: { commonName: '{parent}', sans: ['DNS:{parent}', 'DNS:staging.{parent}', 'DNS:{fqdn}'] },
    },
  },
  sees: { status: 200 },
};
