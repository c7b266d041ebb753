import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls11-only-client',
  title: 'The client knows nothing newer than TLS 1.1',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'TLS 1.2 is the one version the article names. Old runtimes that stop at 1.1 (deprecated by RFC 8996) get the alert ' +
    'protocol_version.',
  world: {},
  client: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
