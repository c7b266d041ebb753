import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'random-bytes',
  title: 'The ClientHello is answered with random bytes',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Something that does not speak TLS listens on the port, or a middlebox spoils the stream. No record of TLS begins like this, and ' +
    'the client has to stop at the first five bytes (RFC 5246 section 6.2.1); falling back to plain HTTP hands the key to it.',
  world: { wireFault: { fault: 'random-bytes' } },
  sees: { error: 'ERR_SSL_WRONG_VERSION_NUMBER' },
};
