import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sha1-signature',
  title: 'The certificate is signed with SHA-1',
  group: 'trust',
  importance: 'high',
  expectation: 'advise',
  lesson:
    'Since 2017 two files with one SHA-1 can be had for money (SHAttered), and public authorities ended it in 2016. ' +
    'Company authorities that were never touched still sign with it. Node, curl, OpenSSL, Python, GnuTLS and Go ' +
    "refuse; Java refuses below its own roots only and accepts it below a company's, so it is advice here.",
  world: {
    certificate: { leaf: { signatureHash: 'sha1' } },
    pastSecretCheck: true,
    // Level 0 lets OpenSSL serve what it would refuse to load.
    tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
  },
  sees: { error: 'UNSPECIFIED: CA signature digest algorithm too weak' },
};
