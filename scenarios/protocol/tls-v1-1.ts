import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-v1-1',
  title: 'The router speaks nothing newer than TLS 1.1',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'RFC 8996 section 5: TLS 1.1 must not be used, nor negotiated from any version. A router of another age, or somebody on the ' +
    'way, still offers it: Envoy, which azureml-fe is made of, took 1.0 and 1.1 from every client up to its version 1.21. A client ' +
    'set up to reach such a server is set up to be talked down.',
  world: { tls: { maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
