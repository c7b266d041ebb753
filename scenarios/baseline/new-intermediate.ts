import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'new-intermediate',
  title: 'The authority issues from another intermediate than before',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    "Authorities change the intermediate at a renewal without asking; Let's Encrypt rotates several of them since " +
    '2024, so that clients do not pin one. A client that trusts the root goes on. One that pinned the intermediate, or was ' +
    'given it as its trust anchor, stops on the day of the renewal.',
  world: {
    certificate: {
      intermediates: [
        { commonName: 'azureml-fe-mock TEST ONLY new intermediate', keySlot: 'other-intermediate' },
      ],
    },
  },
  sees: { status: 200 },
};
