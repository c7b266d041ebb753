import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'intermediate-without-basic-constraints',
  title: 'The intermediate has no basicConstraints',
  group: 'trust',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Company authorities of the nineties said nothing about it, and clients of the time guessed. For a version 3 ' +
    'certificate nothing said means no authority (RFC 5280 section 6.1.4).',
  world: { certificate: { intermediates: [{ basicConstraints: null }] } },
  sees: { error: 'INVALID_CA' },
};
