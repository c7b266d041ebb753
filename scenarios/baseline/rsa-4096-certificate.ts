import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'rsa-4096-certificate',
  aliases: ['rsa4096'],
  title: 'The key is RSA with 4096 bits',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Some security departments ask for it. It is several times the work for the router at every handshake and nothing ' +
    'new for a client, which checks the signature with the same small exponent.',
  world: { certificate: { leaf: { key: 'rsa-4096' } } },
  sees: { status: 200 },
};
