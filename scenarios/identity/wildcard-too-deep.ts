import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wildcard-too-deep',
  title: 'A wildcard is expected to cover two labels',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A wildcard stands for one label (RFC 9525 section 6.3): *.contoso.com covers www.contoso.com and not ' +
    'ml.www.contoso.com. The usual slip when environments become a label of their own, as in ml.prod.contoso.com.',
  world: {
    scoringHost: 'ml.{fqdn}',
    records: [{ name: 'ml.{fqdn}', type: 'A', value: '{host}', ttl: 60 }],
    certificate: { leaf: { commonName: '*.{parent}', sans: ['DNS:*.{parent}'] } },
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
