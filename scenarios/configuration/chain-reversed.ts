import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'chain-reversed',
  title: 'The chain begins with the root',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "The full chain in the wrong order. RFC 5246 section 7.4.2: the sender's certificate comes first. OpenSSL pairs " +
    'the key with the first one and refuses.',
  given: {
    certificate: { serve: ['root', 'intermediate', 'leaf'] },
  },
  refused: 'SECRET_LEAF_NOT_FIRST',
  says: 'Order the chain',
};
