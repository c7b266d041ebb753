import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'missing-ski',
  title: 'The intermediate has no subject key identifier',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    "The other end of the same pointer (RFC 5280 section 4.2.1.2), demanded of every authority's certificate. Python " +
    '3.13 refuses with "Missing Subject Key Identifier", other clients accept.',
  world: { certificate: { intermediates: [{ subjectKeyIdentifier: false }] } },
  sees: { status: 200 },
};
