import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-307-to-http',
  title: 'The answer sends the client to plain HTTP: 307',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A 307 keeps method and body like a 308, for this one time (RFC 9110 section 15.4.8). A load balancer that ends TLS and informs ' +
    'the application so in no header makes it answer with http:// addresses of its own.',
  world: {
    plainHttp: 'serve',
    httpFault: { fault: 'redirect', status: 307, location: 'http://{fqdn}:{httpPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 307 },
};
