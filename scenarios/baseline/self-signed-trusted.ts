import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'self-signed-trusted',
  title: 'Self-signed, and the client was given the certificate to trust',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'The article leaves self-signed certificates to development. The right way to use one is to hand it to the client ' +
    'as its trust anchor (the ca option of Node, REQUESTS_CA_BUNDLE, curl --cacert); the wrong one is to switch ' +
    'verification off.',
  world: { certificate: { leaf: { selfSigned: true, trusted: true } } },
  sees: { status: 200 },
};
