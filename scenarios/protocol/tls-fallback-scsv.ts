import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-fallback-scsv',
  aliases: ['downgrade-dance'],
  title: 'Handshakes are reset until the client offers TLS 1.1',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'An attacker between client and router can break every handshake. Clients that answer by trying again ' +
    'with an older version (the downgrade dance) let him choose it, which is how POODLE worked. RFC 7507: a client that cannot do ' +
    'without must send TLS_FALLBACK_SCSV, at which this router answers inappropriate_fallback.',
  world: {
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.2', ciphers: 'DEFAULT@SECLEVEL=0' },
    wireFault: { fault: 'reset-newer', newest: 'TLSv1.1' },
  },
  sees: { error: 'ECONNRESET' },
};
