import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-no-address',
  title: 'The name exists and has no address',
  group: 'dns',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The TXT record by which the certificate authority checked the domain is there, the A record of "Update your DNS with ' +
    'FQDN" is not. DNS answers NOERROR with no data (RFC 2308 section 2.2), which is not NXDOMAIN: the name is spelled right.',
  world: {
    records: [{ name: '{fqdn}', type: 'TXT', value: '"domain-verification=contoso"', ttl: 60 }],
  },
  sees: { error: 'ENODATA' },
};
