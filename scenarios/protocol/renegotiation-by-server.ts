import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'renegotiation-by-server',
  title: 'The router asks for a second handshake on the same connection',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Servers that want a client certificate for some paths only ask for it in mid-connection with a HelloRequest (RFC 5246 section ' +
    '7.4.1.1). OpenSSL and Java go along, safely since RFC 5746; Go and wget with GnuTLS give up, and HTTP/2 forbids it (RFC 9113 ' +
    'section 9.2.1). Either is right.',
  world: { tls: { renegotiate: true } },
  sees: { status: 200 },
};
