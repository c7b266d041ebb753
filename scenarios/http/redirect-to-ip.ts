import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-to-ip',
  title: 'The answer sends the client to an IP address: 308',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Before a name is configured the scoring URI has an IP address (article, "Update your DNS with FQDN"), and a router in front of ' +
    'the other one may still redirect there. An address proves nothing about its owner of today; body and key go to the one that has ' +
    'it (RFC 9110 section 15.4.9).',
  world: {
    otherRouters: [
      { address: '127.0.0.3', certificate: { leaf: { commonName: null, sans: ['IP:127.0.0.3'] } } },
    ],
    httpFault: { fault: 'redirect', status: 308, location: 'https://127.0.0.3:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 308 },
};
