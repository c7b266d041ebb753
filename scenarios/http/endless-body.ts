import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'endless-body',
  title: 'The answer begins and never ends',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A little more of the body comes every now and then, so that no time-out between two reads ever strikes. Only a time limit for ' +
    'the whole request helps, or one for its size; requests and urllib have neither unless the caller sees to it.',
  world: { httpFault: { fault: 'endless-body', everyMs: 50 } },
  mayReach: ['router'],
  sees: { error: 'TimeoutError' },
  timeoutMs: 500,
};
