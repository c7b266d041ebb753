import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'unrelated-certificate-in-chain',
  title: 'cert.pem holds an intermediate too many',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Renewed by appending, for years. The right intermediate is there, and another one that has nothing to do with the ' +
    'leaf. RFC 5246 section 7.4.2 has no place for it; clients leave it aside, but all of them download it with each ' +
    'handshake.',
  world: { certificate: { serve: ['leaf', 'other-intermediate', 'intermediate', 'root'] } },
  sees: { status: 200 },
};
