import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'session-resumption',
  title: 'The second connection resumes the TLS session',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'A client that opens a connection for each request saves a round trip and the router its signature by resuming ' +
    '(RFC 5077). No certificate is sent then: what was verified the first time has to hold.',
  world: {},
  client: { resumeSession: true },
  flow: [{ step: 'request' }, { step: 'request' }],
  sees: [{ status: 200 }, { status: 200 }],
};
