import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'no-load-balancer',
  title: 'The cluster has no load balancer',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Minikube and Kind give no external address to a Service of type LoadBalancer, so the router could never be ' +
    'reached. The health check says so before anything is installed (article "Troubleshoot the extension").',
  given: {
    cluster: { hasLoadBalancer: false },
  },
  refused: 'EXTENSION_UNHEALTHY',
  says: 'E40001 LOAD_BALANCER_NOT_SUPPORT',
};
