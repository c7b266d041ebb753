import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'null-cipher',
  aliases: ['null'],
  title: 'The router offers only cipher suites that do not encrypt',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A suite with NULL encryption (RFC 5246 appendix A.5) authenticates the router, protects every byte from being changed, and ' +
    'sends all of them in clear. RFC 9325 section 4.1: must not be negotiated. Security level 0, turned on for some old server, is ' +
    'half of what it takes.',
  world: { tls: { ciphers: 'eNULL:!aNULL@SECLEVEL=0' } },
  sees: { error: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' },
};
