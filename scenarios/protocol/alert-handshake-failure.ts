import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'alert-handshake-failure',
  title: 'The ClientHello is answered with alert handshake_failure',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'What a server says that shares no cipher suite, no curve or no signature algorithm with the client (RFC 5246 section 7.2.2), ' +
    'and the least telling of all errors. It says nothing about the certificate: switching verification off is no cure, and a ' +
    'client that does it here does it everywhere.',
  world: { wireFault: { fault: 'alert', description: 'handshake_failure' } },
  sees: { error: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' },
};
