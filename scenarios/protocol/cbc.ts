import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'cbc',
  title: 'The router offers only CBC cipher suites',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Suites that encrypt in CBC mode and authenticate before that (RFC 5246 section 6.2.3.2) have been broken by timing since Lucky ' +
    'Thirteen. RFC 9325 section 4.2 recommends AEAD suites alone. Clients still offer CBC, and servers as old as that are met in ' +
    'life; a client that does without loses nothing with azureml-fe.',
  world: { tls: { ciphers: 'ECDHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA' } },
  sees: { status: 200 },
};
