import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-to-other-host',
  title: 'The answer sends the client to another host: 308',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'RFC 9110 section 15.4: a client that follows a redirect to another host should remove the Authorization header. Even then a 308 ' +
    'delivers the data to be scored to a host that the user never named. Scoring URIs do not move: the right answer to any redirect is an ' +
    'error.',
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
    httpFault: { fault: 'redirect', status: 308, location: 'https://ml.{parent}:{httpsPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 308 },
};
