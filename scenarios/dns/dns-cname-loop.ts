import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-cname-loop',
  title: 'Two aliases point at each other',
  group: 'dns',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'Two people each made their name an alias of the other. RFC 1034 section 3.6.2: an alias that leads in a circle ' +
    'is an error, and not to be followed for ever.',
  world: {
    records: [
      { name: '{fqdn}', type: 'CNAME', value: 'router.{fqdn}', ttl: 60 },
      { name: 'router.{fqdn}', type: 'CNAME', value: '{fqdn}', ttl: 60 },
    ],
  },
  sees: { error: 'ENODATA' },
};
