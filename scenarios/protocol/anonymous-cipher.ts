import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'anonymous-cipher',
  title: 'The router offers only cipher suites without a certificate',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'With anonymous Diffie-Hellman the channel is encrypted, but its other end can be anyone: no certificate is sent, so none can be wrong. RFC ' +
    '5246 appendix F.1.1.1 leaves such suites to those who do not mind a man in the middle. OpenSSL has them in its list ALL.',
  world: { tls: { ciphers: 'aNULL:!eNULL@SECLEVEL=0' } },
  sees: { error: 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE' },
};
