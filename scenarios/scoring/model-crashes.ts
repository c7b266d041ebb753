import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'model-crashes',
  title: 'The model server dies with the request in hand',
  group: 'scoring',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Out of memory, killed, restarted: the router sees the connection reset and answers 502 ("replica closed connection", ' +
    'Azure/MachineLearningNotebooks#450). Another replica may do better, so a few more attempts are sense; an endless loop of ' +
    'them kills one replica after the other.',
  world: { modelFault: { fault: 'crash', how: 'reset' } },
  mayReach: ['router'],
  retries: { min: 0, max: 3 },
  sees: { status: 502 },
};
