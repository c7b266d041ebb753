import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'unknown-curve',
  title: 'The router knows no curve that the client offers',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'A server was configured with one curve for the key exchange, and the client does not have it: handshake_failure, ' +
    'before a certificate was seen. Envoy has X25519 and P-256, so a client with P-384, P-521 or X448 alone meets this at ' +
    'azureml-fe (RFC 8422 section 4).',
  world: { tls: { curves: 'secp256k1' } },
  sees: { error: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' },
};
