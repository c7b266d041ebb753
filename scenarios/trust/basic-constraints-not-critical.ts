import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'basic-constraints-not-critical',
  title: 'The basicConstraints of the intermediate are not critical',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    "An authority's basicConstraints have to be critical (RFC 5280 section 4.2.1.9). Those of inspection proxies often " +
    'are not, which went unnoticed before Python 3.13 came with the Azure CLI (Azure/azure-cli#32749). Other clients ' +
    'accept.',
  world: {
    certificate: { intermediates: [{ basicConstraints: { ca: true, pathLength: 0, critical: false } }] },
  },
  sees: { status: 200 },
};
