import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'node-port-with-internal-balancer',
  title: 'nodePort and an internal load balancer at once',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A Service of type NodePort has no load balancer that could be internal. The article leaves the balancer in ' +
    'front of nodePort and clusterIP to the customer.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=NodePort internalLoadBalancerProvider=azure ' +
      'sslSecret=contoso-tls sslCname={fqdn}',
  },
  refused: 'EXTENSION_NODE_PORT_WITH_PROVIDER',
  says: 'has no load balancer',
};
