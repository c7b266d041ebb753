import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'setting-in-both-bags',
  title: 'sslCname is given in --config and in --config-protected',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'People who are not sure where a setting belongs give it twice. Only the PEM files are protected settings; ' +
    'sslCname among them was part of a failed installation that was reported (Azure/AKS#4510).',
  given: {
    line:
      'create --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=contoso-tls ' +
      'sslCname={fqdn} --config-protected sslCname={fqdn}',
  },
  refused: 'EXTENSION_DUPLICATE_KEYS',
  says: 'Give each key once',
};
