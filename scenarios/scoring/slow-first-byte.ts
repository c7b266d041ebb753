import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'slow-first-byte',
  title: 'The answer is right and takes over a second',
  group: 'scoring',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'The first request after a pause, or a large model: the router itself waits 5 s (request_timeout_ms). A client whose own ' +
    'time-out is shorter gives up on answers that were on their way, and sends the same work again.',
  world: { modelFault: { fault: 'slow-answer', delayMs: 1200 } },
  retries: { min: 0, max: 0 },
  sees: { status: 200 },
};
