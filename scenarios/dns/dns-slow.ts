import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-slow',
  title: 'The DNS answer takes its time',
  group: 'dns',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'A resolver that has nothing remembered walks down from the root, which takes a moment. The answer is right; a client that gives ' +
    'up on it too early sees an outage that is none.',
  world: { dnsFaults: { '{fqdn}': { fault: 'delay', delayMs: 300 } } },
  sees: { status: 200 },
};
