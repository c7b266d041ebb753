import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'one-byte-records',
  title: 'Each byte of the handshake comes in a record of its own',
  group: 'protocol',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'RFC 5246 section 6.2.1 lets handshake messages be cut over any number of records. No library sends them like this, and some ' +
    'middleboxes and hand-written readers have believed that a message is a record.',
  world: { wireFault: { fault: 'one-byte-records' } },
  sees: { status: 200 },
};
