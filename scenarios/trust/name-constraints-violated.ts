import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'name-constraints-violated',
  title: 'The intermediate may issue for another domain only',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A partner was given an authority for the names of his own domain, and the constraint is what keeps him there (RFC ' +
    '5280 section 4.2.1.10). In 2015 MCS Holdings was trusted by CNNIC on its word alone, and names of Google were ' +
    'issued.',
  world: { certificate: { intermediates: [{ nameConstraints: { permitted: ['DNS:example.com'] } }] } },
  sees: { error: 'UNSPECIFIED: permitted subtree violation' },
};
