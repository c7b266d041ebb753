import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'static-rsa',
  title: 'The router exchanges keys with RSA alone, without forward secrecy',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'An attacker who records the traffic and gets key.pem some day, from a Secret, a backup or a laptop, reads all of it. RFC 9325 section ' +
    '4.1: should not be negotiated; Envoy served it by default up to 1.22. OpenSSL, and so Node and curl, still offers it last, as Java ' +
    'and Chromium do; Python since 3.10 and Go since 1.22 do not.',
  world: { tls: { ciphers: 'AES256-GCM-SHA384:AES128-GCM-SHA256' } },
  sees: { status: 200 },
};
