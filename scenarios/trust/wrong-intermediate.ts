import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wrong-intermediate',
  title: 'cert.pem holds an intermediate that did not issue the leaf',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "The authority has several intermediates, and last year's was left in the file at the renewal. Same root, same " +
    'organization, nearly the same name: only the signature differs, or the two key identifiers (RFC 5280 sections ' +
    '4.2.1.1 and 4.2.1.2).',
  world: { certificate: { serve: ['leaf', 'other-intermediate', 'root'] } },
  sees: { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
};
