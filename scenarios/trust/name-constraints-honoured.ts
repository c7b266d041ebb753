import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'name-constraints-honoured',
  title: 'The intermediate may issue for this domain only',
  group: 'trust',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    "What a careful company does with its own authority: it cannot issue for anybody else's names. The extension is " +
    'critical, so a client that does not know it refuses a good chain (RFC 5280 section 4.2.1.10).',
  world: { certificate: { intermediates: [{ nameConstraints: { permitted: ['DNS:{parent}'] } }] } },
  sees: { status: 200 },
};
