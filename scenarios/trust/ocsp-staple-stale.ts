import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ocsp-staple-stale',
  title: 'The stapled response says good, and its time is over',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'A thief of the key goes on stapling the last good response, unless its nextUpdate counts (RFC 6960 section ' +
    '4.2.2.1). Routers that cannot reach the responder do the same without meaning it. GnuTLS refuses, and curl with ' +
    '--cert-status; the others do not look.',
  world: { published: { ocspStaple: 'stale' } },
  sees: { status: 200 },
};
