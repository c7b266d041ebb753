import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'incomplete-chain',
  title: 'cert.pem holds the leaf alone, without its intermediate',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article asks for the full certificate chain in cert.pem. A browser may fetch or remember the missing intermediate; ' +
    'programs do not, so this works on the desk of the person who installed it and fails in production ' +
    '(MicrosoftDocs/azure-docs#88712).',
  world: { certificate: { serve: ['leaf'] } },
  sees: { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
};
