import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sibling-subdomain',
  title: 'The certificate is for a sister name in the same domain',
  group: 'identity',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'A cluster was copied with its Secret, and staging answers under the name of production. All labels have to match ' +
    '(RFC 9525 section 6.3). A home-made check that compares the end of the name lets every host of the company pass, ' +
    'including forgotten ones that an attacker has taken over.',
  world: {
    certificate: { leaf: { commonName: 'staging.{parent}', sans: ['DNS:staging.{parent}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
