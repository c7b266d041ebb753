import { type ClientScenario, DAY, HOUR } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired',
  title: 'The certificate expired an hour ago',
  group: 'validity',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The article, "Update the TLS/SSL certificate": certificates expire, typically every year, and renewing them is ' +
    "the customer's own step. The router goes on serving what it has, so the client is the one who notices. On 22 " +
    'February 2013 it took Windows Azure Storage down in all regions.',
  world: { certificate: { leaf: { notBeforeMs: -90 * DAY, notAfterMs: -HOUR } } },
  sees: { error: 'CERT_HAS_EXPIRED' },
};
