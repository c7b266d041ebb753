import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'pem-files-unprotected',
  title: 'The PEM files are named after --config',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The article: both are config-protected settings. After --config the CLI does not even open them, and their ' +
    'paths stay readable for everybody who may look at the extension.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      'sslCertPemFile=cert.pem sslKeyPemFile=key.pem',
    files: {
      'cert.pem': '{chain}',
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'in --config, where the CLI does not look',
};
