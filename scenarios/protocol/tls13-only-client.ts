import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls13-only-client',
  title: 'The client insists on TLS 1.3',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article: TLS 1.3 is unsupported for Azure Machine Learning Kubernetes inference. A client that was hardened to 1.3 ' +
    'alone gets the alert protocol_version (RFC 5246 section 7.2.2) and cannot score.',
  world: {},
  client: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
};
