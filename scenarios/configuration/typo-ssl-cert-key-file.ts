import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'typo-ssl-cert-key-file',
  title: "The documentation's sslCertKeyFile instead of sslKeyPemFile",
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Another page about the same extension (Azure/AML-Kubernetes, docs/deploy-extension.md) calls the key ' +
    'sslCertKeyFile. Half of a pair is as good as none to the CLI.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=cert.pem sslCertKeyFile=key.pem',
    files: {
      'cert.pem': '{chain}',
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_CERTIFICATE_MISSING',
  says: 'the setting is called sslKeyPemFile',
};
