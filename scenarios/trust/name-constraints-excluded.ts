import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'name-constraints-excluded',
  title: 'The intermediate may issue for every domain but this',
  group: 'trust',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The other half of RFC 5280 section 4.2.1.10: what is excluded stays so, whatever is permitted. Companies take ' +
    'their production domain out of what the authority of the test laboratory may do.',
  world: { certificate: { intermediates: [{ nameConstraints: { excluded: ['DNS:{parent}'] } }] } },
  sees: { error: 'UNSPECIFIED: excluded subtree violation' },
};
