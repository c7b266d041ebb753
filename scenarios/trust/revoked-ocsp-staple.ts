import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'revoked-ocsp-staple',
  title: 'The router staples a response that says revoked',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    "The client need not ask anybody: it is handed the authority's own word that the certificate is revoked (RFC 6066 " +
    'section 8). GnuTLS looks by default, curl with --cert-status; Node, Python, Go and Java by default ' +
    'ask for no response or do not read it.',
  world: { published: { ocspStaple: 'revoked' } },
  sees: { status: 200 },
};
