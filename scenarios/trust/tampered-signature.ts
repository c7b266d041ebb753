import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tampered-signature',
  title: 'One bit of the signature on the certificate is wrong',
  group: 'trust',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'Everything in the certificate can be read and is right, and the authority did not sign it. GnuTLS took some ' +
    'broken certificates for good for years (CVE-2014-0092), because it had never been tested with them.',
  world: { certificate: { leaf: { tamperSignature: true } } },
  sees: { error: 'CERT_SIGNATURE_FAILURE' },
};
