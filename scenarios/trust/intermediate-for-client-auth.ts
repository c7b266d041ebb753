import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'intermediate-for-client-auth',
  title: 'The intermediate is for the certificates of TLS clients',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    "RFC 5280 gives extendedKeyUsage no meaning in an authority's certificate; Microsoft and Mozilla do, as a limit of " +
    'what it may issue, and OpenSSL, Go and GnuTLS follow. Java does not, so it is advice here.',
  world: { certificate: { intermediates: [{ extendedKeyUsage: ['clientAuth'] }] } },
  sees: { error: 'INVALID_PURPOSE' },
};
