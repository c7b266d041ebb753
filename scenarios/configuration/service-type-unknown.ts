import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'service-type-unknown',
  title: 'inferenceRouterServiceType is spelled with a hyphen',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The value is compared without regard to capitals, so loadBalancer and LoadBalancer are one; Load-Balancer, ILB ' +
    'and Ingress are none of the three.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=Load-Balancer sslSecret=contoso-tls ' +
      'sslCname={fqdn}',
  },
  refused: 'EXTENSION_SERVICE_TYPE_UNKNOWN',
  says: 'Write inferenceRouterServiceType=LoadBalancer',
};
