import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-v1-1',
  title: 'The router speaks nothing newer than TLS 1.1',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'RFC 8996 section 5: TLS 1.1 must not be negotiated any more. Servers of another age still do: Envoy, which azureml-fe is made ' +
    'of, took it from every client up to its version 1.21. Node, Python, Java, Go, curl and browsers refuse; GnuTLS, and so wget ' +
    'from Debian, still scores, which is why a client that does is warned and not failed.',
  world: { tls: { maxVersion: 'TLSv1.1' } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
