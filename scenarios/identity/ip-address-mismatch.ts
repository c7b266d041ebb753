import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ip-address-mismatch',
  title: 'The certificate has another IP address',
  group: 'identity',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The Service was made anew, the load balancer has another public address, and the certificate still names the old ' +
    'one. Octets are compared, and all of them (RFC 9525 section 6.4).',
  world: {
    scoringHost: '{host}',
    certificate: { leaf: { sans: ['DNS:{fqdn}', 'IP:104.214.29.152'] } },
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
