import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'common-name-right-san-wrong',
  title: 'The common name is right, and subjectAltName is not',
  group: 'identity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The renewal was typed with the right common name and with the names of another order. Where there is a dNSName, ' +
    'the common name is not to be looked at (RFC 6125 section 6.4.4; RFC 9525 forgets it altogether).',
  world: {
    certificate: { leaf: { commonName: '{fqdn}', sans: ['DNS:ml.{parent}'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
