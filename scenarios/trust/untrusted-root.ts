import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'untrusted-root',
  title: 'The chain ends at a root the client does not trust',
  group: 'trust',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'Right name, valid dates, complete chain, but an authority that the client was not given: what a man in the middle ' +
    'presents, and what a company proxy looks like to a program that does not trust it (Azure/azure-cli#12911).',
  world: { certificate: { root: { trusted: false } } },
  sees: { error: 'SELF_SIGNED_CERT_IN_CHAIN' },
};
