import type { ClientScenario } from '../scenario.ts';

const probe = { initialDelayMs: 0, periodMs: 50, timeoutMs: 1000, successThreshold: 1, failureThreshold: 1 };

export const scenario: ClientScenario = {
  name: 'no-replica',
  title: 'No replica is ready',
  group: 'scoring',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The new image crashes at its start, or the pods were evicted: every readiness probe fails, and the router has no replica to ' +
    'forward to ("No ready replicas", Azure/MachineLearningNotebooks#1004). Unlike a burst of load it may last for hours, so a ' +
    'client has to come to an end and say so.',
  world: {
    modelFault: { fault: 'unhealthy' },
    deployment: { readinessProbe: probe },
    before: [{ event: 'probes-failed' }],
  },
  mayReach: ['router'],
  retries: { min: 0, max: 5 },
  sees: { status: 503 },
};
