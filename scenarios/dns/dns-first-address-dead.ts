import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-first-address-dead',
  title: 'Of two addresses the first is dead',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'After a move the record has both addresses, and the router has left the first. RFC 1123 section 2.3: a client must be ' +
    'ready to try the addresses one after the other, and not to fail with the first.',
  world: {
    records: [
      { name: '{fqdn}', type: 'A', value: '127.0.0.2', ttl: 60 },
      { name: '{fqdn}', type: 'A', value: '{host}', ttl: 60 },
    ],
  },
  sees: { status: 200 },
};
