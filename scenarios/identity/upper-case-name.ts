import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'upper-case-name',
  title: 'The certificate has the name in capital letters',
  group: 'identity',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Typed into the request as it stands on the letterhead. Names are the same whatever the case of their ASCII ' +
    'letters (RFC 9525 section 6.3, RFC 4343).',
  world: {
    scoringHost: 'ml.{fqdn}',
    records: [{ name: 'ml.{fqdn}', type: 'A', value: '{host}', ttl: 60 }],
    certificate: { leaf: { sans: ['DNS:ML.{fqdn}', 'DNS:{fqdn}'] } },
  },
  sees: { status: 200 },
};
