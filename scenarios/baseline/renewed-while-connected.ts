import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'renewed-while-connected',
  title: 'The certificate is renewed while the client keeps its connection',
  group: 'baseline',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'The article, "Update the TLS/SSL certificate", with a client at work: the Secret is replaced, the extension is ' +
    'updated, and the connection that is open goes on. Connections made from now on see the new certificate.',
  world: { mountedSecret: true },
  flow: [
    { step: 'request' },
    { step: 'event', event: { event: 'secret-replaced', certificate: {} } },
    { step: 'event', event: { event: 'extension-updated' } },
    { step: 'request' },
  ],
  sees: [{ status: 200 }, { status: 200 }],
};
