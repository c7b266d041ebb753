import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-common-name',
  title: 'The subject has no common name',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'Names stand in subjectAltName, and the rules of the CA/Browser Forum call the common name not recommended. A ' +
    'client, or a script around it, that takes the common name out of the subject breaks at the next renewal.',
  world: { certificate: { leaf: { commonName: null, organization: 'Contoso' } } },
  sees: { status: 200 },
};
