import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'renegotiation-by-server',
  title: 'The router asks for a second handshake on the same connection',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Servers that want a client certificate only for some paths ask for it with a HelloRequest (RFC 5246 section 7.4.1.1) in ' +
    'mid-connection. OpenSSL and Java go along, safely since RFC 5746; Go and Chromium refuse, and RFC 9113 forbids it for HTTP/2. ' +
    'Nothing is lost either way as long as the client says which.',
  world: { tls: { renegotiate: true } },
  sees: { status: 200 },
};
