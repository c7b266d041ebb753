import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'internal-balancer-on-arc',
  title: 'An internal load balancer is asked for outside of AKS',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'internalLoadBalancerProvider=azure is an annotation that only the cloud controller of AKS understands. The CLI ' +
    'warns, and the health check of an Arc cluster refuses.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer ' +
      'internalLoadBalancerProvider=azure sslSecret=contoso-tls sslCname={fqdn}',
    cluster: { clusterType: 'connectedClusters' },
  },
  refused: 'EXTENSION_UNHEALTHY',
  says: 'E40003 INTERNAL_LOAD_BALANCER_NOT_SUPPORT',
};
