import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'chain-without-intermediate',
  title: 'cert.pem holds the leaf and the root, and not what is between',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "Two files came with the order, and the third had to be fetched from the authority's page. The chain looks " +
    'complete, as it ends in a root, and no client can walk it: each certificate has to certify the one before it (RFC ' +
    '5246 section 7.4.2).',
  world: { certificate: { serve: ['leaf', 'root'] } },
  sees: { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
};
