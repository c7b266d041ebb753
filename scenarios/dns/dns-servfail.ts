import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-servfail',
  title: 'The DNS server fails',
  group: 'dns',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'SERVFAIL (RFC 1035 section 4.1.1) is what a resolver says when the servers of the zone do not answer it, or DNSSEC does ' +
    'not add up. It says nothing about the name: unlike NXDOMAIN it may be gone in a minute.',
  world: { dnsFaults: { '{fqdn}': { fault: 'servfail' } } },
  sees: { error: 'ESERVFAIL' },
};
