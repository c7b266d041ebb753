import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'md5-signature',
  title: 'The certificate is signed with MD5',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'In 2008 researchers made themselves an authority out of an MD5 collision in a bought certificate, and in 2012 ' +
    'Flame signed as Microsoft with another. Java and Go offer no such signature, so the router ends the handshake ' +
    'before their verification begins (RFC 5246 section 7.4.2).',
  world: {
    certificate: { leaf: { signatureHash: 'md5' } },
    pastSecretCheck: true,
    // Level 0 lets OpenSSL serve what it would refuse to load.
    tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
  },
  sees: { error: 'UNSPECIFIED: CA signature digest algorithm too weak' },
};
