import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'valid',
  aliases: ['rsa2048', 'sha256', 'chain-with-root'],
  title: 'A well-run endpoint: full chain, right name, TLS 1.2',
  group: 'baseline',
  importance: 'critical',
  expectation: 'accept',
  lesson:
    'The endpoint as the article leaves it: a certificate for the FQDN with its full chain, the DNS record made, TLS ' +
    '1.2. A client that cannot score here says nothing by failing elsewhere, so it is tried first.',
  world: {},
  sees: { status: 200 },
};
