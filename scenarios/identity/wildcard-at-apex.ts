import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wildcard-at-apex',
  title: 'A wildcard is expected to cover the domain itself',
  group: 'identity',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    '*.contoso.com does not cover contoso.com: the wildcard stands for a label, and there is none (RFC 9525 section ' +
    '6.3). Authorities sell the bare domain as a second name of the same certificate, and it is left out when a ' +
    'request is typed by hand.',
  world: {
    certificate: { leaf: { commonName: '*.{fqdn}', sans: ['DNS:*.{fqdn}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
