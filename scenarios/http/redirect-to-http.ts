import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-to-http',
  title: 'The answer sends the client to plain HTTP: 308',
  group: 'http',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'A 308 keeps method and body (RFC 9110 section 15.4.9): a client that follows it from https to http repeats the whole request in ' +
    "clear. requests, fetch and Azure's own azure-core follow and leave the key out; Go takes it along, as the host is the same.",
  world: {
    plainHttp: 'serve',
    httpFault: { fault: 'redirect', status: 308, location: 'http://{fqdn}:{httpPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 308 },
};
