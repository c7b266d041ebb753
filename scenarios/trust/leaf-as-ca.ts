import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'leaf-as-ca',
  title: 'A leaf issued the leaf',
  group: 'trust',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The holder of any certificate signs one for www.contoso.com with it. Internet Explorer believed that until 2002 ' +
    '(CVE-2002-0862), iOS until 2011 (CVE-2011-0228): the issuer has to be an authority by its basicConstraints (RFC ' +
    '5280 section 6.1.4).',
  world: {
    certificate: {
      intermediates: [
        {},
        {
          commonName: 'ml.{parent}',
          organization: null,
          sans: ['DNS:ml.{parent}'],
          basicConstraints: { ca: false },
          keyUsage: ['digitalSignature', 'keyEncipherment'],
        },
      ],
    },
  },
  sees: { error: 'UNSPECIFIED: key usage does not include certificate signing' },
};
