import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'blanks-around-equals-sign',
  title: 'There are blanks around the "=" of a setting',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'Settings are words of the form key=value. Blanks make three words of one, and az knows none of them as a ' +
    'setting.',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls sslCname ' +
      '= {fqdn}',
  },
  refused: 'EXTENSION_BAD_PAIR',
  says: 'without spaces around "="',
};
