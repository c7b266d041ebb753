import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-for-other-name',
  title: 'The certificate does not cover sslCname',
  group: 'configuration',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'E40007 INVALID_SSL_SETTING: "the CNAME should be compatible with the certificate". Found here it costs a ' +
    'minute; found by the clients it is the scenario fqdn-mismatch.',
  given: {
    certificate: { leaf: { commonName: 'ml.{parent}', sans: ['DNS:ml.{parent}'] } },
  },
  refused: 'SECRET_NAME_NOT_COVERED',
  says: 'DNS:ml.contoso.com',
};
