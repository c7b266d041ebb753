import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'static-rsa',
  title: 'The router exchanges keys with RSA alone, without forward secrecy',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'Whoever records the traffic and gets key.pem some day, from a Secret, a backup or a laptop, reads all of it. RFC 9325 section ' +
    '4.1: should not be negotiated. OpenSSL, and so Node and Python, still offer it last in their lists, Go stopped in 1.22; Envoy ' +
    'served it by default up to 1.22.',
  world: { tls: { ciphers: 'AES256-GCM-SHA384:AES128-GCM-SHA256' } },
  sees: { status: 200 },
};
