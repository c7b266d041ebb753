import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls12-and-tls13-client',
  title: 'The client offers TLS 1.2 and 1.3',
  group: 'baseline',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'The article: TLS 1.3 is unsupported for Azure Machine Learning Kubernetes inference. Clients of today offer both, ' +
    'and go on with 1.2 where that is what the ServerHello says (RFC 8446 appendix D.1).',
  world: {},
  client: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' },
  sees: { status: 200 },
};
