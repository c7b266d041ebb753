import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'san-string-injection',
  title: 'One name in the certificate reads like a list of names',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A dNSName may hold any characters, a comma and the text "DNS:" among them. Node turned subjectAltName into one ' +
    'string and took that apart again until CVE-2021-44532; scripts that read the output of openssl x509 -text do so ' +
    'today.',
  world: {
    certificate: { leaf: { commonName: 'example.com', sans: ['DNS:example.com, DNS:{fqdn}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
