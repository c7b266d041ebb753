import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ip-address-as-dns-name',
  title: 'The IP address is in the certificate, but as a dNSName',
  group: 'identity',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'subjectAltName=DNS:10.0.0.4 is quickly typed. An address is compared with the iPAddress entries and with nothing ' +
    'else (RFC 9525 section 6.4, RFC 5280 section 4.2.1.6). Older versions of Windows looked among the dNSNames, and ' +
    'so templates of company authorities still put it there.',
  world: {
    scoringHost: '{host}',
    certificate: { leaf: { sans: ['DNS:{fqdn}', 'DNS:{host}'] } },
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
