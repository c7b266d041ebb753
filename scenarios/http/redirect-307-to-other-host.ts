import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-307-to-other-host',
  title: 'The answer sends the client to another host: 307',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The other host has a certificate that is valid for its own name, so TLS has nothing to object to: that the client speaks to ' +
    'another host shows only in the URI. Method, body and, with careless clients, the key go along (RFC 9110 section 15.4.8).',
  world: {
    records: [
      { name: '{fqdn}', type: 'A', value: '{host}', ttl: 60 },
      { name: 'ml.{parent}', type: 'A', value: '127.0.0.3', ttl: 60 },
    ],
    otherRouters: [
      {
        address: '127.0.0.3',
        certificate: { leaf: { commonName: 'ml.{parent}', sans: ['DNS:ml.{parent}'] } },
      },
    ],
    httpFault: { fault: 'redirect', status: 307, location: 'https://ml.{parent}:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 307 },
};
