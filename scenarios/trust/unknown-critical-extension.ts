import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'unknown-critical-extension',
  title: 'The certificate has a critical extension that no client knows',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Critical means: a client that does not understand this must not use the certificate (RFC 5280 section 4.2). It is how a ' +
    'limit can be added that old clients do not overrun. Home-made verification skips what it does not know.',
  world: { certificate: { leaf: { unknownCriticalExtension: true } } },
  sees: { error: 'UNSPECIFIED: unhandled critical extension' },
};
