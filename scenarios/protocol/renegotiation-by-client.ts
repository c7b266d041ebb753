import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'renegotiation-by-client',
  title: 'The client asks for a second handshake on the same connection',
  group: 'protocol',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'Renegotiation let a man in the middle put his own request before that of a client (CVE-2009-3555), and costs the server more ' +
    'than the client that asks for it. The router answers with the warning no_renegotiation (RFC 5246 section 7.2.2), as Envoy ' +
    'does; a client that insists has to give up the connection.',
  world: {},
  client: { maxVersion: 'TLSv1.2', renegotiate: true },
  sees: { error: 'ERR_SSL_NO_RENEGOTIATION' },
};
