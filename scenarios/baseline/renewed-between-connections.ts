import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'renewed-between-connections',
  title: 'The certificate is renewed between two connections of one client',
  group: 'baseline',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'The same renewal for a client that connects anew for each request: it meets a certificate it has never seen, from ' +
    'the authority it trusts, and goes on. One that pinned the old leaf, as some do after a self-signed start, stops ' +
    'scoring that night.',
  world: { mountedSecret: true },
  client: { newConnections: true },
  flow: [
    { step: 'request' },
    { step: 'event', event: { event: 'secret-replaced', certificate: {} } },
    { step: 'event', event: { event: 'extension-updated' } },
    { step: 'request' },
  ],
  sees: [{ status: 200 }, { status: 200 }],
};
