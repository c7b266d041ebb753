import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'incomplete-chain-with-aia',
  title: 'The intermediate is missing, but the leaf says where it is',
  group: 'trust',
  importance: 'high',
  expectation: 'advise',
  lesson:
    'The same cert.pem as in incomplete-chain, from a public authority: its leaves name the URL of their issuer (RFC ' +
    '5280 section 4.2.2.1). Chrome, Edge, Windows and macOS fetch it, so it works on every desk; Node, Python, curl on ' +
    'Linux, Go and, by default, Java do not. Both are right, and cert.pem needs mending.',
  world: {
    certificate: { serve: ['leaf'] },
    published: { issuer: true },
  },
  sees: { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
};
