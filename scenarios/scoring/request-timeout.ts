import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'request-timeout',
  title: 'The model takes longer than request_timeout_ms',
  group: 'scoring',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The default of 5 s is short for a large model, and the answer is 504 (Azure/azure-sdk-for-python#28697). The replica goes on ' +
    'computing what no client waits for: every retry takes another slot, and azure-core makes three. request_timeout_ms is what ' +
    'has to be raised.',
  world: {
    modelFault: { fault: 'slow-answer', delayMs: 3000 },
    deployment: { requestTimeoutMs: 200 },
  },
  mayReach: ['router'],
  retries: { min: 0, max: 3 },
  sees: { status: 504 },
};
