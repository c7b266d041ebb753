import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'slow-body',
  title: 'The answer comes in crumbs',
  group: 'scoring',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The head is there at once and the body two bytes at a time. TCP is a stream, and a read gives what there is (RFC 9293 ' +
    'section 2.2): a client that takes the first read for the whole answer parses half of a JSON text.',
  world: { modelFault: { fault: 'slow-body', chunkBytes: 2, everyMs: 25 } },
  retries: { min: 0, max: 0 },
  sees: { status: 200 },
};
