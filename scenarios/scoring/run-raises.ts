import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'run-raises',
  title: 'run() of the scoring script raises',
  group: 'scoring',
  importance: 'high',
  expectation: 'reject',
  lesson:
    '502 on Kubernetes means that the scoring script raised or crashed ("Troubleshoot online endpoints"); it is not the gateway ' +
    'trouble that the number suggests elsewhere, and the same input raises again. azure-core does not repeat a POST for it.',
  world: { modelFault: { fault: 'run-raises' } },
  mayReach: ['router'],
  retries: { min: 0, max: 0 },
  sees: { status: 502 },
};
