import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sha512-signature',
  aliases: ['sha512'],
  title: 'The certificate is signed with SHA-512',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The largest hash of the family (RFC 4055 section 5). Windows 8.1 at first did not offer it in TLS 1.2, and ' +
    'servers with such a certificate ended the handshake (KB2973337); present clients take it.',
  world: { certificate: { leaf: { signatureHash: 'sha512' } } },
  sees: { status: 200 },
};
