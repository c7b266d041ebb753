import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'chain-without-root',
  title: 'The chain ends at the intermediate, without its root',
  group: 'baseline',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'The article lists the root among what cert.pem holds. Authorities hand out the chain without it, and RFC 5246 ' +
    'section 7.4.2 allows that: a client that trusts the root has it already.',
  world: { certificate: { serve: ['leaf', 'intermediate'] } },
  sees: { status: 200 },
};
