import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-aaaa-servfail',
  title: 'AAAA is answered with SERVFAIL while the A record is right',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'RFC 4074 section 4.3: an authority that cannot answer AAAA fails with SERVFAIL. A client that asks for both families ' +
    'and gives up at the first error cannot score, although the A record is there.',
  world: { dnsFaults: { '{fqdn}': { fault: 'servfail', type: 'AAAA' } } },
  sees: { status: 200 },
};
