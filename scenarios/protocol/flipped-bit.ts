import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'flipped-bit',
  title: 'A bit of the answer is flipped on the way',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A broken network card, or someone on the way who changes what he cannot read. The record does not pass its check (RFC ' +
    '5246 section 6.2.3.3), and the client ends with bad_record_mac. A client that goes on has turned TLS off; one that ' +
    'waits for a better record hangs.',
  world: { wireFault: { fault: 'flipped-bit' } },
  mayReach: ['router'],
  sees: { error: 'UND_ERR_SOCKET' },
};
