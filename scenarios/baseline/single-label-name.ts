import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'single-label-name',
  title: 'sslCname is a single label',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The scoring URI has sslCname as it was typed, and https://arc-ml/ is what came of it in Azure/AML-Kubernetes#196. ' +
    "No public authority issues for such a name, but a company's own may, and a client that resolves it has to compare " +
    'it as it would any other.',
  world: { fqdn: 'arc-ml' },
  sees: { status: 200 },
};
