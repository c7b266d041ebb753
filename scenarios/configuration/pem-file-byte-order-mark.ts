import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'pem-file-byte-order-mark',
  title: 'The certificate file begins with a byte order mark',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'An editor saved it as "UTF-8 with BOM". OpenSSL passes over the three bytes, BoringSSL, and so Envoy, ' +
    'does not; the CLI turns the text to ASCII before it encodes it, and ends in a UnicodeEncodeError.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslCname={fqdn} ' +
      '--config-protected sslCertPemFile=cert.pem sslKeyPemFile=key.pem',
    files: {
      'cert.pem': '\ufeff{chain}',
      'key.pem': '{key}',
    },
  },
  refused: 'EXTENSION_FILE_NOT_ASCII',
  says: 'without a byte order mark',
};
