import { type ClientScenario, DAY, HOUR } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-intermediate',
  title: 'The leaf is good, and the intermediate has expired',
  group: 'validity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'cert.pem was put together years ago, and every renewal replaced its first block only. All certificates of the ' +
    'chain have to be valid now (RFC 5280 section 6.1.3). Over an expired intermediate all add-ons of Firefox stopped ' +
    'on 4 May 2019; badssl has been asked for the case (chromium/badssl.com#331).',
  world: { certificate: { intermediates: [{ notBeforeMs: -1825 * DAY, notAfterMs: -HOUR }] } },
  sees: { error: 'CERT_HAS_EXPIRED' },
};
