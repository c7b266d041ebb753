import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-cname-chain',
  title: 'The name is an alias of an alias of the load balancer',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'Load balancers that have a host name instead of an address (Azure/AML-Kubernetes#186) are pointed at by CNAME. The name ' +
    'in the certificate stays the one of the scoring URI: a client that compares the last name of the chain refuses a right ' +
    'endpoint (RFC 9525 section 6.1).',
  world: {
    records: [
      { name: '{fqdn}', type: 'CNAME', value: 'router.{fqdn}', ttl: 60 },
      { name: 'router.{fqdn}', type: 'CNAME', value: 'balancer.{fqdn}', ttl: 60 },
      { name: 'balancer.{fqdn}', type: 'A', value: '{host}', ttl: 60 },
    ],
  },
  sees: { status: 200 },
};
