import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'input-refused',
  title: 'The model server refuses the input',
  group: 'scoring',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The model was trained anew with other columns. The inference server answers 400 with a `message` that says what is wrong; ' +
    'the input has to change, so coming back with the same one only adds load.',
  world: { modelFault: { fault: 'statuses', statuses: Array.from({ length: 10 }, () => 400) } },
  mayReach: ['router'],
  retries: { min: 0, max: 0 },
  sees: { status: 400 },
};
