import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'misordered-chain',
  aliases: ['reversed-chain'],
  title: 'The certificates of cert.pem are in the wrong order',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The article names the order: server certificate, intermediates, root. TLS 1.2 demands it too (RFC 5246 section ' +
    '7.4.2), but clients have sorted for themselves for so long that RFC 8446 section 4.4.2 asks them to. Small TLS ' +
    'stacks in devices still do not, so it is advice here.',
  world: {
    certificate: { intermediates: [{}, {}], serve: ['leaf', 'root', 'intermediate', 'intermediate-2'] },
  },
  sees: { status: 200 },
};
