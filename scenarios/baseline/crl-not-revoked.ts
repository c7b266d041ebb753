import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'crl-not-revoked',
  title: 'There is a CRL, and it does not name the certificate',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The counterpart of revoked-crl. A client that looks at CRLs finds one that is fresh, signed by the issuer and ' +
    'silent about this leaf (RFC 5280 section 6.3), and goes on; one that takes any CRL for a revocation shows here.',
  world: { published: { crl: 'good' } },
  sees: { status: 200 },
};
