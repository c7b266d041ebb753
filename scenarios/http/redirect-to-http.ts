import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-to-http',
  title: 'The answer sends the client to plain HTTP',
  group: 'http',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'A 308 from https to http keeps method and body (RFC 9110 section 15.4.9); a client that follows it repeats the request, ' +
    'and often the key, in clear.',
  world: {
    plainHttp: 'serve',
    httpFault: { fault: 'redirect', status: 308, location: 'http://{host}:{httpPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 308 },
};
