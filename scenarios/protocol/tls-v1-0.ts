import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-v1-0',
  title: 'The router speaks TLS 1.0 and nothing newer',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'RFC 8996 section 4: TLS 1.0 must not be used. Its records are signed with SHA-1 and MD5 and chained in the way that BEAST ' +
    'reads. The cure found on the web, a minimum version of 1.0 and security level 0 in the client, holds for every endpoint that ' +
    'it ever calls.',
  world: { tls: { maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
