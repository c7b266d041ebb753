import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'oversized-record',
  title: 'The ClientHello is answered with a record longer than TLS allows',
  group: 'protocol',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'No record may be longer than 2^14 + 2048 bytes (RFC 5246 section 6.2.3), and a receiver has to end with record_overflow. ' +
    'Clients that trust the length read past the end of their buffer, or wait for as much as the sender announces.',
  world: { wireFault: { fault: 'oversized-record' } },
  sees: { error: 'ERR_SSL_DATA_LENGTH_TOO_LONG' },
};
