import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-wildcard-too-deep',
  title: 'The wildcard of the certificate is a label too short',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A wildcard stands for one label (RFC 9525 section 6.3): *.contoso.com covers www.contoso.com, and not ' +
    'score.www.contoso.com.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls ' +
      'sslCname=score.{fqdn}',
    certificate: { leaf: { commonName: '*.{parent}', sans: ['DNS:*.{parent}'] } },
  },
  refused: 'SECRET_NAME_NOT_COVERED',
  says: 'a wildcard stands for one whole label',
};
