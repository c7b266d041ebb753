import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'empty-reply',
  title: 'The connection is closed in place of an answer',
  group: 'http',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The router was stopped with the request in its hands. Whether it was scored is unknown, and RFC 9110 section 9.2.2 leaves ' +
    "the second try of a POST to the caller; Java's HttpURLConnection makes it by itself and says nothing about it.",
  world: { httpFault: { fault: 'close-after-request', how: 'close' } },
  mayReach: ['router'],
  sees: { error: 'UND_ERR_SOCKET' },
};
