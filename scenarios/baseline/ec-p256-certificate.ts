import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ec-p256-certificate',
  aliases: ['ecc256'],
  title: 'The key is EC P-256',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    "What ACME clients ask for by now: shorter, and a fraction of the work for the router. Microsoft's own steps for " +
    'checking a pair (openssl rsa -check) assume RSA, and nothing published says whether a real router takes EC; ' +
    'clients have known it since RFC 4492.',
  world: { certificate: { leaf: { key: 'ec-p256' } } },
  sees: { status: 200 },
};
