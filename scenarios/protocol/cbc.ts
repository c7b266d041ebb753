import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'cbc',
  title: 'The router offers only CBC cipher suites',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Suites that authenticate first and encrypt in CBC mode after (RFC 5246 section 6.2.3.2) have been broken by timing since Lucky ' +
    'Thirteen; RFC 9325 section 4.2 recommends AEAD suites alone. All common clients still take them, and Python only those with ' +
    'SHA-2. One that does without loses nothing with azureml-fe.',
  world: {
    tls: {
      ciphers: 'ECDHE-RSA-AES256-SHA384:ECDHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA:ECDHE-RSA-AES128-SHA',
    },
  },
  sees: { status: 200 },
};
