import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'close-after-client-hello',
  aliases: ['empty-close'],
  title: 'The connection is closed after the ClientHello, without a word',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'What a load balancer does that has no healthy router behind it, and what a firewall does that reads the SNI and dislikes it. ' +
    'There is no alert and no certificate to look at; the client sees a connection that ended, and may try again.',
  world: { wireFault: { fault: 'empty-close' } },
  sees: { error: 'ECONNRESET' },
};
