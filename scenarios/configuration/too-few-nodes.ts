import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'too-few-nodes',
  title: 'inferenceRouterHA asks for three nodes, and there are two',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Three routers that must not share a node need three nodes. On a smaller cluster the CLI switches ' +
    'inferenceRouterHA off by itself, unless it was typed.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer inferenceRouterHA=True ' +
      'sslSecret=contoso-tls sslCname={fqdn}',
    cluster: { nodeCount: 2 },
  },
  refused: 'EXTENSION_UNHEALTHY',
  says: 'E40002 INSUFFICIENT_NODE',
};
