import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-truncated',
  title: 'The DNS answer does not fit into UDP',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'The answer over UDP is empty but for the bit TC, so the question has to be asked again over TCP (RFC 7766 section 5). Where ' +
    'a firewall lets UDP port 53 through and TCP not, names with long answers do not resolve.',
  world: { dnsFaults: { '{fqdn}': { fault: 'truncate' } } },
  sees: { status: 200 },
};
