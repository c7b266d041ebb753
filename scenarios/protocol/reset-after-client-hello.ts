import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'reset-after-client-hello',
  title: 'The connection is reset after the ClientHello',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A firewall that filters by SNI, or a router that was stopped in the middle: the TCP connection comes about and ends with RST as ' +
    'soon as the name was said. Trying again without SNI, or with plain HTTP, gets around the filter and around the protection.',
  world: { wireFault: { fault: 'reset' } },
  sees: { error: 'ECONNRESET' },
};
