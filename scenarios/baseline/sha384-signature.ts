import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'sha384-signature',
  aliases: ['sha384'],
  title: 'The certificate is signed with SHA-384',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Company authorities that were set up after SHA-1 ended often chose the larger hash at once. A client says what it ' +
    'can verify in signature_algorithms (RFC 5246 section 7.4.1.4.1), and every one in use says SHA-384.',
  world: { certificate: { leaf: { signatureHash: 'sha384' } } },
  sees: { status: 200 },
};
