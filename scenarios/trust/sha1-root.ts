import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sha1-root',
  title: 'The root has signed itself with SHA-1',
  group: 'trust',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Old roots have, and it does not matter: a trust anchor is believed because it was given, and clients do not verify its ' +
    'signature (RFC 5280 section 6.1). A scanner that reports it is wrong, and a client that refuses it as well.',
  world: { certificate: { root: { signatureHash: 'sha1' } } },
  sees: { status: 200 },
};
