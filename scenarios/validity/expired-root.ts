import { type ClientScenario, DAY, HOUR } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-root',
  title: 'The root that the client trusts has expired',
  group: 'validity',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    "A company's own root comes to the end of its ten years. For RFC 5280 section 6.1.1 a trust anchor is a name and a " +
    'key, so its dates need not count, and Java leaves them alone. OpenSSL, Node, curl, Python, GnuTLS and Go refuse. ' +
    'Either is right; what is to be learned is who stops on that day.',
  world: { certificate: { root: { notBeforeMs: -3650 * DAY, notAfterMs: -HOUR } } },
  sees: { error: 'CERT_HAS_EXPIRED' },
};
