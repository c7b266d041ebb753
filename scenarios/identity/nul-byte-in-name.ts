import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'nul-byte-in-name',
  title: 'A NUL byte ends the name where a C program stops reading',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'In 2009 authorities read www.contoso.com\\0.example.com as a name below example.com and issued; browsers stopped ' +
    'at the NUL and read www.contoso.com (CVE-2009-2408). Python had the same fault in subjectAltName until ' +
    'CVE-2013-4238. A NUL is in no name, so nothing matches.',
  world: {
    certificate: { leaf: { commonName: null, organization: 'Contoso', sans: ['DNS:{fqdn}\0.example.com'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
