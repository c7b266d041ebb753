import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'rsa-1024',
  aliases: ['rsa1024'],
  title: 'The key is RSA with 1024 bits',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'Public authorities stopped in 2013, and NIST SP 800-131A calls it disallowed; appliances go on making such keys ' +
    'for themselves. Node, curl, OpenSSL and Python refuse at security level 2; Java, Go and GnuTLS let 1024 bits ' +
    'pass, so it is advice here.',
  world: {
    certificate: { leaf: { key: 'rsa-1024' } },
    pastSecretCheck: true,
    // Level 0 lets OpenSSL serve what it would refuse to load.
    tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
  },
  sees: { error: 'UNSPECIFIED: EE certificate key too weak' },
};
