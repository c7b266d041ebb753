import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'missing-aki',
  title: 'The leaf has no authority key identifier',
  group: 'trust',
  importance: 'high',
  expectation: 'advise',
  lesson:
    'RFC 5280 section 4.2.1.1 demands it, hardly any client looked, and company authorities left it out for twenty years. ' +
    'Python 3.13 verifies strictly by default, and with it Azure CLI 2.77 stopped behind such authorities ' +
    '(Azure/azure-cli#32083). Other clients accept.',
  world: { certificate: { leaf: { authorityKeyIdentifier: false } } },
  sees: { status: 200 },
};
