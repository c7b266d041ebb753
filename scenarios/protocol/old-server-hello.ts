import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'old-server-hello',
  title: 'The router answers in TLS 1.0 whatever the client offers',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'A server from before supported_versions answers in the newest version that it has (RFC 5246 appendix E.1), and leaves ' +
    'it to the client to end with the alert protocol_version. OpenSSL prints UNSUPPORTED_PROTOCOL, Go "tls: server selected ' +
    'unsupported protocol version 301", Java "The server selected protocol version TLS10 is not accepted by client ' +
    'preferences". A lower minimum version of the client gets around it, and holds for every endpoint that it calls.',
  world: { tls: { maxVersion: 'TLSv1' }, wireFault: { fault: 'old-server-hello', version: 'TLSv1' } },
  sees: { error: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
};
