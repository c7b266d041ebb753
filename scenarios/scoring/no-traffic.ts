import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-traffic',
  title: 'No deployment of the endpoint gets any traffic',
  group: 'scoring',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Traffic cannot be given when an endpoint is created, and a new deployment gets none by itself; both totals, 0 and 100, are ' +
    'valid ("Safely roll out"). A user who forgets `az ml online-endpoint update --traffic` has a healthy deployment and 404.',
  world: { noTraffic: true },
  mayReach: ['router'],
  retries: { min: 0, max: 0 },
  sees: { status: 404 },
};
