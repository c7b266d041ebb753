import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wrong-key',
  title: "The bearer key is not the endpoint's",
  group: 'scoring',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The key was regenerated, or is that of another endpoint or of the test environment. 401 is for a person to mend: the same ' +
    'key is no better the second time (RFC 9110 section 15.5.2).',
  world: { clientKey: 'wrong' },
  mayReach: ['router'],
  retries: { min: 0, max: 0 },
  sees: { status: 401 },
};
