import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'name-as-prefix',
  title: 'The certificate is for a name that begins with the FQDN',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The owner of example.com gets a certificate for www.contoso.com.example.com from any authority. It passes the ' +
    'checks that people write themselves: startsWith, includes, a regular expression without its end.',
  world: {
    certificate: { leaf: { commonName: null, organization: 'Contoso', sans: ['DNS:{fqdn}.example.com'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
