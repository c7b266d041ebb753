import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wildcard-not-leftmost',
  title: 'A wildcard stands in the middle of the name',
  group: 'identity',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'ml.*.contoso.com, for one model in all regions. RFC 9525 section 6.3 knows a wildcard in the left-most place ' +
    'only, and all clients that were tried go by that but Java, which compares label by label from any place; so it is ' +
    'advice here.',
  world: {
    scoringHost: 'ml.{fqdn}',
    records: [{ name: 'ml.{fqdn}', type: 'A', value: '{host}', ttl: 60 }],
    certificate: { leaf: { commonName: null, organization: 'Contoso', sans: ['DNS:ml.*.{parent}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
