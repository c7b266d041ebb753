import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-v1-0',
  title: 'The router speaks TLS 1.0 and nothing newer',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'RFC 8996 section 4: TLS 1.0 must not be negotiated any more. Its handshake rests on MD5 and SHA-1, its CBC records are what ' +
    'BEAST reads. The cure found on the web, minimum version 1.0 and security level 0 in the client, holds for every endpoint that it ' +
    'calls. GnuTLS, and so wget from Debian, needs no cure: it still scores here.',
  world: { tls: { maxVersion: 'TLSv1' } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
