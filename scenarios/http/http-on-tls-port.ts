import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'http-on-tls-port',
  title: 'The TLS port answers in plain HTTP',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'TLS termination was switched off, or a load balancer forwards port 443 to the wrong port: the ClientHello is answered by ' +
    'an HTTP 400. A client must see a failed handshake in it, not a reason to speak HTTP.',
  world: { wireFault: { fault: 'plain-http-400' } },
  sees: { error: 'ERR_SSL_WRONG_VERSION_NUMBER' },
};
