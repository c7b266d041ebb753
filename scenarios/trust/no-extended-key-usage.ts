import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-extended-key-usage',
  title: 'The certificate does not say what it is for',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'openssl x509 -req without an extensions file makes it. Without the extension every purpose is allowed (RFC 5280 ' +
    'section 4.2.1.12), and nearly all clients accept. Apple demands serverAuth by name since 2019, so phones and Macs ' +
    'refuse what every server takes.',
  world: { certificate: { leaf: { extendedKeyUsage: null } } },
  sees: { status: 200 },
};
