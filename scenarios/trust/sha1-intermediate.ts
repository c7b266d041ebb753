import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sha1-intermediate',
  title: 'The intermediate is signed with SHA-1',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The leaves moved to SHA-256 and the intermediate above them stayed: a collision there makes an authority and not ' +
    "only a host. Clients that refuse look at every signature below the root; Java accepts it below a company's root, " +
    'so it is advice here.',
  world: {
    certificate: { intermediates: [{ signatureHash: 'sha1' }] },
    pastSecretCheck: true,
    // Level 0 lets OpenSSL serve what it would refuse to load.
    tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
  },
  sees: { error: 'UNSPECIFIED: CA signature digest algorithm too weak' },
};
