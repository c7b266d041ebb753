import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'any-extended-key-usage',
  title: 'The certificate is for any purpose by name',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Templates of company authorities have anyExtendedKeyUsage to be done with the question. RFC 5280 section 4.2.1.12 ' +
    'lets an application demand its own purpose beside it: OpenSSL does, and Node, curl and Python with it; Go, Java, ' +
    'GnuTLS and Chromium take it as it reads.',
  world: { certificate: { leaf: { extendedKeyUsage: ['anyExtendedKeyUsage'] } } },
  sees: { error: 'INVALID_PURPOSE' },
};
