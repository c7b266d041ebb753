import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'service-type-missing',
  title: 'inferenceRouterServiceType is left out',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'It has no default: a person has to decide whether the router gets a load balancer, a port of every node, or an ' +
    'address in the cluster only. The command is refused until it is said.',
  given: {
    line: 'create --config enableInference=True sslSecret=contoso-tls sslCname={fqdn}',
  },
  refused: 'EXTENSION_SERVICE_TYPE_MISSING',
  says: 'inferenceRouterServiceType=LoadBalancer',
};
