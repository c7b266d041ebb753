import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'partial-wildcard',
  title: 'A wildcard stands within a label',
  group: 'identity',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'ml-*.contoso.com for ml-eu.contoso.com. RFC 6125 left it to the client, RFC 9525 section 6.3 ended it: a wildcard ' +
    'is a whole label. curl, OpenSSL, GnuTLS, Python and Go refuse; Java and the checkServerIdentity of Node still ' +
    "accept, so it is advice here. No public authority issues such a name, so it comes from a company's own, and works " +
    'for half of its clients.',
  world: {
    scoringHost: 'ml-eu.{fqdn}',
    records: [{ name: 'ml-eu.{fqdn}', type: 'A', value: '{host}', ttl: 60 }],
    certificate: { leaf: { commonName: 'ml-*.{fqdn}', sans: ['DNS:ml-*.{fqdn}'] } },
    pastSecretCheck: true,
  },
  sees: { status: 200 },
};
