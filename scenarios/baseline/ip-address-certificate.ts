import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ip-address-certificate',
  aliases: ['ip-san'],
  title: 'The scoring URI has an IP address, and the certificate names it',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    "Without a name of its own an endpoint is reached by the address of the load balancer, as in the article's " +
    'http://104.214.29.152. HTTPS to an address works where the certificate has it as iPAddress in subjectAltName (RFC ' +
    '9525 section 6.4).',
  world: {
    scoringHost: '{host}',
    certificate: { leaf: { sans: ['DNS:{fqdn}', 'IP:{host}'] } },
  },
  sees: { status: 200 },
};
