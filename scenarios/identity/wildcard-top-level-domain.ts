import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wildcard-top-level-domain',
  title: 'The certificate is for *.com',
  group: 'identity',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'RFC 9525 section 7.1 leaves it to the client how much has to follow a wildcard. No authority may issue for a ' +
    'whole top-level domain, so such a certificate comes from a private authority that the client was made ' +
    'to trust. OpenSSL, GnuTLS, Python, curl and Node refuse it; Go and Java accept, so it is advice here.',
  world: {
    fqdn: 'contoso.com',
    certificate: { leaf: { commonName: '*.com', sans: ['DNS:*.com'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
