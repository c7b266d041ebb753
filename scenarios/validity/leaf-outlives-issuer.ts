import { type ClientScenario, DAY } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'leaf-outlives-issuer',
  title: 'The leaf is valid for longer than its issuer',
  group: 'validity',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'Every certificate of the chain is valid today, and that is all that RFC 5280 section 6.1.3 asks. In thirty days ' +
    'the intermediate ends and the chain with it, while the leaf promises two months more: a monitor that reads the ' +
    'notAfter of the leaf alone is late.',
  world: {
    certificate: { intermediates: [{ notAfterMs: 30 * DAY }], leaf: { notAfterMs: 90 * DAY } },
  },
  sees: { status: 200 },
};
