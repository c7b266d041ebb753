import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'body-reset',
  title: 'The connection is reset before the body is complete',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'What a killed pod looks like from outside: the head of the answer says 200, half of the body follows, then RST. A client that ' +
    'has decided on the status alone has already called it a success (RFC 9112 section 8).',
  world: { httpFault: { fault: 'cut-body', how: 'reset' } },
  mayReach: ['router'],
  sees: { error: 'ECONNRESET' },
};
