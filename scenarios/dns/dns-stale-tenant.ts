import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-stale-tenant',
  title: "The old address is another tenant's router by now",
  group: 'dns',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The cluster was deleted, its public IP address given to another customer, and the record still points there (a dangling ' +
    "record). The stranger's router answers with a good certificate for its own name, and that name is all that keeps the " +
    'bearer key at home (RFC 9525 section 6).',
  world: {
    dnsFaults: {
      '{fqdn}': {
        fault: 'stale',
        records: [{ name: '{fqdn}', type: 'A', value: '127.0.0.3', ttl: 3600 }],
      },
    },
    otherRouters: [
      {
        address: '127.0.0.3',
        certificate: { leaf: { commonName: 'www.example.org', sans: ['DNS:www.example.org'] } },
      },
    ],
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
