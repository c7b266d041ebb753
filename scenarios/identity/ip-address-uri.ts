import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ip-address-uri',
  title: 'The scoring URI has an IP address, and the certificate a name',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "The article's http://104.214.29.152 with an s put in. The certificate is for the FQDN, and an address is compared " +
    'with addresses only (RFC 9525 section 6.4). What cures it is the DNS record, not a client that no longer looks at ' +
    'the name.',
  world: { scoringHost: '{host}' },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
