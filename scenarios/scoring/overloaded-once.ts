import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'overloaded-once',
  title: 'The router is overloaded for a moment',
  group: 'scoring',
  importance: 'high',
  expectation: 'accept',
  lesson:
    '503 is a burst of requests that the autoscaler has not caught up with ("Troubleshoot online endpoints"): nothing was scored, ' +
    'and a moment later there is room. A client should come back by itself, after a pause and not for ever; azure-core does so ' +
    'three times.',
  world: {
    httpFault: {
      fault: 'status',
      status: 503,
      contentType: 'application/json',
      body: '{"error":{"code":"TooManyRequests","message":"All replicas of \\"blue\\" are busy and the wait in the queue is over."}}',
      times: 1,
    },
  },
  retries: { min: 1, max: 3 },
  flow: [{ step: 'request' }, { step: 'request' }],
  sees: [{ status: 503 }, { status: 200 }],
};
