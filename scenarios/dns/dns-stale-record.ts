import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-stale-record',
  title: 'The record still points at the old address',
  group: 'dns',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article: there can be a delay of minutes or hours before clients resolve the changed name, depending on the TTL. Until ' +
    'then they knock at the address of a router that is gone.',
  world: {
    dnsFaults: {
      '{fqdn}': {
        fault: 'stale',
        records: [{ name: '{fqdn}', type: 'A', value: '127.0.0.2', ttl: 3600 }],
      },
    },
  },
  sees: { error: 'ECONNREFUSED' },
};
