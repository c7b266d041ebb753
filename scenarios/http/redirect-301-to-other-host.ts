import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-301-to-other-host',
  title: 'The answer sends the client to another host: 301',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The POST becomes a GET without a body (RFC 9110 section 15.4.2), which looks harmless and carries the key to another host with ' +
    "clients that keep their headers: Python's urllib does (python/cpython#77842), and curl did until 2018 " +
    '(CVE-2018-1000007).',
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
    httpFault: { fault: 'redirect', status: 301, location: 'https://ml.{parent}:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 301 },
};
