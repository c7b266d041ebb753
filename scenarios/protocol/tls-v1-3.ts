import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'tls-v1-3',
  title: 'The router speaks TLS 1.3 and nothing older',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The article: TLS 1.2 is supported for Kubernetes online endpoints, TLS 1.3 is not. Clients that were pinned to 1.2 for that ' +
    'reason stop with alert protocol_version on the day when a router, or a load balancer in front of it, speaks 1.3 alone. One ' +
    'that offers both is ready for it.',
  world: { tls: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } },
  sees: { status: 200 },
};
