import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'body-cut-short',
  title: 'The connection is closed before the body is complete',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A replica was restarted, or a proxy ran into its limit: fewer bytes came than Content-Length says, and then the end. RFC 9112 ' +
    "section 8: such an answer is incomplete. Java's HttpURLConnection hands it out without a word, as requests did until it stood on " +
    'urllib3 2 (psf/requests#4956).',
  world: { httpFault: { fault: 'cut-body', how: 'close' } },
  mayReach: ['router'],
  sees: { error: 'UND_ERR_SOCKET' },
};
