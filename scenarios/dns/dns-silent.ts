import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-silent',
  title: 'The DNS server never answers',
  group: 'dns',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A firewall drops UDP port 53, or /etc/resolv.conf names a server that is gone. Resolvers ask again and wait for seconds ' +
    'each time; a client without a time-out of its own around all of it seems to hang.',
  world: { dnsFaults: { '{fqdn}': { fault: 'no-answer' } } },
  sees: { error: 'ETIMEOUT' },
};
