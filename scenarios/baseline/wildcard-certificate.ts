import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'wildcard-certificate',
  aliases: ['wildcard'],
  title: 'A wildcard covers the name',
  group: 'baseline',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'One certificate for all names of a domain, bought once and used everywhere. Whether azureml-fe takes one was ' +
    'asked and never answered (MicrosoftDocs/azure-docs#87226); what clients make of it RFC 9525 section 6.3 settles: ' +
    'the wildcard stands for the whole left-most label, and for nothing else.',
  world: { certificate: { leaf: { commonName: '*.{parent}', sans: ['DNS:*.{parent}'] } } },
  sees: { status: 200 },
};
