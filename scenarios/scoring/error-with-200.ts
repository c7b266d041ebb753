import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'error-with-200',
  title: 'The status is 200 and the body an error',
  group: 'scoring',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'Sample scoring scripts catch every exception and return its text, which the inference server sends as a result, 200. Only a ' +
    'client that looks into the body notices; no status, header or TLS check can do it in its place.',
  world: { modelFault: { fault: 'error-with-200' } },
  retries: { min: 0, max: 0 },
  sees: { status: 200 },
};
