import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'alpn-unsupported',
  title: 'The router knows none of the protocols that the client asks for by ALPN',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'A responder for acme-tls/1 (RFC 8737), by which certificates are renewed, was left in the place of the router. Where nothing ' +
    'that the client names by ALPN is known, RFC 7301 section 3.2 has the server end with no_application_protocol: curl, Go, fetch and ' +
    "requests. Those that name nothing score: Python's urllib, wget, Java's HttpURLConnection. Envoy itself, and so the router here, " +
    'goes on without ALPN.',
  world: { tls: { alpn: ['acme-tls/1'], alpnRequired: true } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' },
};
