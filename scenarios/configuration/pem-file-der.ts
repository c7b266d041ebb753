import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'pem-file-der',
  title: 'The certificate file is DER',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The article, "Get a TLS/SSL certificate": if the authority cannot provide PEM, openssl changes the format. A ' +
    '.cer from Windows is DER as often as not; the CLI reads it as text and ends in a UnicodeDecodeError.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=cert.cer sslKeyPemFile=key.pem',
    files: {
      'cert.cer': { text: '{leaf}', encoding: 'der' },
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_FILE_NOT_UTF8',
  says: 'openssl x509 -inform DER',
};
