import type { ClientScenario } from '../scenario.ts';

const P384 = { key: 'ec-p384', signatureHash: 'sha384' } as const;

export const scenario: ClientScenario = {
  name: 'ec-p384-chain',
  aliases: ['ecc384'],
  title: 'EC P-384 from the leaf up to the root',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    "Company authorities that follow the CNSA suite use P-384 with SHA-384 throughout, and Let's Encrypt signs EC " +
    'leaves with P-384 intermediates. A client that was built for P-256 alone gets as far as the chain.',
  world: { certificate: { root: P384, intermediates: [P384], leaf: P384 } },
  sees: { status: 200 },
};
