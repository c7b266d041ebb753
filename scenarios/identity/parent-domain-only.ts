import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'parent-domain-only',
  title: 'The certificate is for the domain above the FQDN',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Bought for contoso.com and put on www.contoso.com. A name covers itself and nothing below it (RFC 9525 section ' +
    '6.3); many authorities add the www to an order by themselves, which is why the slip is noticed only with another ' +
    'label.',
  world: {
    certificate: { leaf: { commonName: '{parent}', sans: ['DNS:{parent}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
