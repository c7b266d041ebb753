import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-refused',
  title: 'The DNS server refuses the question',
  group: 'dns',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'REFUSED (RFC 1035 section 4.1.1) comes from a server that answers for other zones or to other networks only: a client ' +
    'outside of the virtual network asks its DNS server, or the zone was never delegated to the server that is asked.',
  world: { dnsFaults: { '{fqdn}': { fault: 'refused' } } },
  sees: { error: 'EREFUSED' },
};
