import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-without-key-file',
  title: 'sslCertPemFile is given and sslKeyPemFile is not',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The article: a combination of sslKeyPemFile and sslCertPemFile. The CLI looks for both or for sslSecret; one ' +
    'file alone is as good as nothing.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=cert.pem',
    files: {
      'cert.pem': '{chain}',
    },
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'sslCertPemFile alone',
};
