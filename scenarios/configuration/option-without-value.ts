import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'option-without-value',
  title: 'A shell variable in the line is empty',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'In "--cluster-name $CLUSTER" the variable is not set, so the shell takes the word away, and the option stands ' +
    'there without its value.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls ' +
      'sslCname={fqdn} --cluster-name',
  },
  refused: 'AZ_VALUE_MISSING',
  says: 'has --cluster-name without a value',
};
