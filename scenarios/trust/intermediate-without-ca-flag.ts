import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'intermediate-without-ca-flag',
  title: 'The CA flag of the intermediate is false',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'Everything else says authority: its name, its key usage, and who issued it. The cA boolean of basicConstraints is ' +
    'what counts (RFC 5280 section 6.1.4). badssl has been asked for the case (chromium/badssl.com#461).',
  world: { certificate: { intermediates: [{ basicConstraints: { ca: false } }] } },
  sees: { error: 'INVALID_PURPOSE' },
};
