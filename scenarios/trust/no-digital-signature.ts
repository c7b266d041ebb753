import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-digital-signature',
  title: 'The key may encrypt keys, and not sign',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'keyEncipherment is for the static RSA key exchange of old; with ECDHE the key signs, and keyUsage has to allow it ' +
    '(RFC 5246 section 7.4.2). GnuTLS, Java and Chrome refuse; OpenSSL and those built on it, and Go, do not look, so ' +
    'it is advice here.',
  world: { certificate: { leaf: { keyUsage: ['keyEncipherment'] } } },
  sees: { status: 200 },
};
