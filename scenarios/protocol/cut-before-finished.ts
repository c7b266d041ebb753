import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'cut-before-finished',
  title: "The connection is closed before the router's Finished",
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Name, dates and chain of the certificate are right, but only the Finished message proves that the handshake was not changed on ' +
    'its way (RFC 5246 section 7.4.9). Without it there is no connection on which a request may be answered.',
  world: { wireFault: { fault: 'cut-before-finished' } },
  sees: { error: 'ECONNRESET' },
};
