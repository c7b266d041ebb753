import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'endpoint-unknown',
  title: 'The scoring URI names an endpoint that does not exist',
  group: 'scoring',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The endpoint was deleted or made anew under another name, and the URI was copied before. All endpoints of a cluster share ' +
    'one host, so name, certificate and DNS are right and only the path is not. azure-ai-ml makes ResourceNotFoundError of 404.',
  world: { scoringEndpoint: 'no-such-endpoint' },
  mayReach: ['router'],
  retries: { min: 0, max: 0 },
  sees: { status: 404 },
};
