import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-301-to-ip',
  title: 'The answer sends the client to an IP address: 301',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Rules by which clients keep the Authorization header among hosts of one domain do not apply to an address, and clients without ' +
    "rules, Python's urllib among them (python/cpython#77842), hand the key to it with a GET (RFC 9110 section 15.4.2).",
  world: {
    otherRouters: [
      { address: '127.0.0.3', certificate: { leaf: { commonName: null, sans: ['IP:127.0.0.3'] } } },
    ],
    httpFault: { fault: 'redirect', status: 301, location: 'https://127.0.0.3:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 301 },
};
