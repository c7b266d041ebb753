import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wrong-content-type',
  title: 'The score is JSON and calls itself HTML',
  group: 'scoring',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'run() returned a response of its own and forgot its Content-Type, or a proxy on the way set another one. A strict client ' +
    'refuses what does not call itself JSON, a lenient one parses it (RFC 9110 section 8.3). Either will do; it is good to know ' +
    'which one yours is before a login page with status 200 comes instead of a score.',
  world: { modelFault: { fault: 'wrong-content-type', contentType: 'text/html; charset=utf-8' } },
  retries: { min: 0, max: 0 },
  sees: { status: 200 },
};
