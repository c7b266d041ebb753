import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-on-http-port',
  title: 'The scoring URI says http://, and the port speaks TLS',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The URI was noted down while allowInsecureConnections was True, then TLS was switched on, and port 80 of the load balancer leads ' +
    'to the same router. The client was given http:// and has sent its key in clear before it learns anything; what it may not do is ' +
    'take the 400 for a score.',
  world: { tlsOnHttpPort: true },
  mayReach: ['plain-http', 'router'],
  sees: { status: 400 },
};
