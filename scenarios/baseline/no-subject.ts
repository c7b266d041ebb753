import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-subject',
  title: 'The subject is empty',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'A domain-validated certificate without a common name has nothing to put into its subject. Then subjectAltName is ' +
    'critical and says all there is (RFC 5280 section 4.1.2.6). A program that parses the subject before it looks at the ' +
    'names stumbles here.',
  world: { certificate: { leaf: { commonName: null } } },
  sees: { status: 200 },
};
