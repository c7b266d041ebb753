import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-307-to-ip',
  title: 'The answer sends the client to an IP address: 307',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The certificate at the address names it as an IP SAN (RFC 9110 section 4.3.5), so a client that follows finds everything in ' +
    'order and sends the request a second time (section 15.4.8): what no name leads to, no name can be taken away from.',
  world: {
    otherRouters: [
      { address: '127.0.0.3', certificate: { leaf: { commonName: null, sans: ['IP:127.0.0.3'] } } },
    ],
    httpFault: { fault: 'redirect', status: 307, location: 'https://127.0.0.3:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 307 },
};
