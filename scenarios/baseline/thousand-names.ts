import type { ClientScenario } from '../scenario.ts';

const OTHERS = Array.from({ length: 999 }, (_, index) => `DNS:ml-${index + 1}.{parent}`);

export const scenario: ClientScenario = {
  name: 'thousand-names',
  aliases: ['1000-sans'],
  title: 'The certificate has a thousand names',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The Certificate message grows beyond 16 KiB, so it comes in several records (RFC 5246 section 6.2.1). Boxes on ' +
    'the way that read TLS by themselves have stumbled over that; a client must not.',
  world: { certificate: { leaf: { sans: ['DNS:{fqdn}', ...OTHERS] } } },
  sees: { status: 200 },
};
