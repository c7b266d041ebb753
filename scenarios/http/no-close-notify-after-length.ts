import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-close-notify-after-length',
  title: 'The connection ends without close_notify after a complete answer',
  group: 'http',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Servers often close without the alert close_notify, whatever RFC 5246 section 7.2.1 says. Where as many bytes came as ' +
    'Content-Length promised, the answer is complete all the same (RFC 9112 section 9.8), and a client that fails here fails with ' +
    'half of the web.',
  world: {
    wireFault: { fault: 'no-close-notify' },
    httpFault: {
      fault: 'status',
      status: 200,
      contentType: 'application/json',
      body: '{"result": [6]}',
      headers: { 'content-length': '15', connection: 'close' },
    },
  },
  sees: { status: 200 },
};
