import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'client-auth-only',
  title: 'The certificate is for TLS clients',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "The wrong template of the company's authority: extendedKeyUsage names clientAuth and no serverAuth (RFC 5280 " +
    "section 4.2.1.12). A device's or a colleague's certificate must not be able to play the server, even with the " +
    'right name in it.',
  world: { certificate: { leaf: { extendedKeyUsage: ['clientAuth'] } } },
  sees: { error: 'INVALID_PURPOSE' },
};
