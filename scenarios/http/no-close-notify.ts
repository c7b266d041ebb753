import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-close-notify',
  title: 'The end of the answer is the end of TCP, without close_notify',
  group: 'http',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'The body is delimited by the end of the connection alone, and FIN comes without the alert close_notify: anybody on the way ' +
    'could have cut it here. RFC 9112 section 9.8 calls such an answer incomplete. GnuTLS, and so wget, says so; Node, Python, Go, Java ' +
    'and curl take the end of TCP for the end of the answer.',
  world: { wireFault: { fault: 'no-close-notify' }, httpFault: { fault: 'close-delimited' } },
  sees: { status: 200 },
};
