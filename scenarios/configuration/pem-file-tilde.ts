import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'pem-file-tilde',
  title: 'The path of the certificate begins with "~"',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The shell expands "~" at the start of a word only, and after "sslCertPemFile=" it is not at the start. Python ' +
    'opens the path as it stands and ends in a FileNotFoundError.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=~/cert.pem sslKeyPemFile=key.pem',
    files: {
      'cert.pem': '{chain}',
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_FILE_NOT_FOUND',
  says: '"~" is not expanded',
};
