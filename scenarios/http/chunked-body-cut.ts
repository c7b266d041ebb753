import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'chunked-body-cut',
  title: 'The connection is closed before the last chunk',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Without a Content-Length, only the last, empty chunk distinguishes a complete answer from half of one (RFC 9112 section 7.1). ' +
    'Half of a JSON document is easily noticed; half of a list of lines is not.',
  world: { httpFault: { fault: 'cut-chunked' } },
  mayReach: ['router'],
  sees: { error: 'UND_ERR_SOCKET' },
};
