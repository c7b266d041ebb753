import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-missing-record',
  title: 'The DNS record does not exist yet',
  group: 'dns',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article, "Update your DNS with FQDN": sslCname creates no record, and Microsoft does not make one. The scoring URI ' +
    'names a host that does not exist until the customer adds it (Azure/AML-Kubernetes#196).',
  world: { records: [] },
  sees: { error: 'ENOTFOUND' },
};
