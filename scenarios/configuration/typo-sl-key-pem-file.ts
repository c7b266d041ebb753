import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'typo-sl-key-pem-file',
  title: "The article's slKeyPemFile instead of sslKeyPemFile",
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article asks once for "sslCertPemFile and slKeyPemFile". A person who copies the second name gives a setting ' +
    'that nothing reads, and the CLI says that the certificate is missing, not that a name is wrong.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=cert.pem slKeyPemFile=key.pem',
    files: {
      'cert.pem': '{chain}',
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'the setting is called sslKeyPemFile',
};
