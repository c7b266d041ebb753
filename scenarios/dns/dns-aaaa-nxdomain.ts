import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-aaaa-nxdomain',
  title: 'AAAA is answered with NXDOMAIN while the A record is right',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'A load balancer that knows A alone denies the whole name when it is asked for AAAA (RFC 4074 section 4.2; ' +
    'docker/for-mac#5088, pi-hole/FTL#3039). NXDOMAIN is about the name and not the type (RFC 8020), so a resolver that ' +
    'caches it denies the A record, too. A client that asks for both and takes what it gets scores.',
  world: { dnsFaults: { '{fqdn}': { fault: 'nxdomain', type: 'AAAA' } } },
  sees: { status: 200 },
};
