import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-token',
  title: 'The aml_token has expired',
  group: 'scoring',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A token, unlike a key, ends: get-credentials returns expiryTimeUtc and refreshAfterTimeUtc with it. A service that fetches ' +
    'one when it starts scores for hours and then gets 401 with error="invalid_token" (RFC 6750 section 3.1). It may come back ' +
    'once, with a new token.',
  world: { clientKey: 'expired-token' },
  mayReach: ['router'],
  retries: { min: 0, max: 1 },
  sees: { status: 401 },
};
