import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'idn-lookalike',
  aliases: ['homograph'],
  title: 'The certificate is for a name that looks the same',
  group: 'identity',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'In www.xn--cntoso-wqf.com the first o of contoso is the Cyrillic one, and its owner has a good certificate for ' +
    'it. A-labels are compared as they are (RFC 9525 section 6.3, RFC 5890); a client that turns them into Unicode, ' +
    'and then makes alike what looks alike, is taken in.',
  world: {
    certificate: {
      leaf: { commonName: null, organization: 'Contoso', sans: ['DNS:www.xn--cntoso-wqf.com'] },
    },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
