import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'impostor-root',
  aliases: ['same-name-root'],
  title: 'The root has the name of the trusted one, and another key',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The authority of a test system was set up a second time under its old name: half of the clients have one root, ' +
    'half the other, and what the error says seems to contradict what one sees. An attacker names his authority as he ' +
    'likes, too. A trust anchor is a name and a key (RFC 5280 section 6.1.1), and only the signature ties a ' +
    'certificate to it.',
  world: { certificate: { root: { sameName: true } } },
  sees: { error: 'SELF_SIGNED_CERT_IN_CHAIN' },
};
