import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-dead-ipv6',
  title: 'The name has an IPv6 address where nothing listens',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'The load balancer of azureml-fe has an IPv4 address only, and an AAAA record is left from before. IPv6 is tried ' +
    'first (RFC 6724), so a client has to fall back to the A record (RFC 8305).',
  world: {
    records: [
      { name: '{fqdn}', type: 'AAAA', value: '::1', ttl: 60 },
      { name: '{fqdn}', type: 'A', value: '{host}', ttl: 60 },
    ],
  },
  sees: { status: 200 },
};
