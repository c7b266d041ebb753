import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'two-intermediates',
  title: 'Two intermediates stand between leaf and root',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'Authorities of companies often have a level for policy between the root and the one that issues. A client that ' +
    'was given the root finds its way through what cert.pem carries, however long it is (RFC 5280 section 6.1).',
  world: { certificate: { intermediates: [{}, {}] } },
  sees: { status: 200 },
};
