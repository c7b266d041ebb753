import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'revoked-crl',
  aliases: ['revoked'],
  title: 'The authority has revoked the certificate, and its CRL says so',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The key of the Secret got into a repository, and the authority revoked its certificate. The leaf names a CRL (RFC 5280 section ' +
    '4.2.1.13), it is there and it has the number. No HTTP library looks by itself: where it matters, certificates ' +
    "live for days instead, or the client is configured to look (openssl -crl_check, Java's checkRevocation, .NET's " +
    'X509RevocationMode).',
  world: { published: { crl: 'revoked' } },
  sees: { status: 200 },
};
