import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'pem-file-is-folder',
  title: 'The path of the certificate is that of its folder',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The folder that an ACME client keeps for a name is given instead of the file in it, and Python ends in an ' +
    'IsADirectoryError.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=live sslKeyPemFile=live/key.pem',
    files: {
      'live/cert.pem': '{chain}',
      'live/key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_FILE_IS_FOLDER',
  says: 'Name the PEM file in it',
};
