import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expires-while-connected',
  title: 'The certificate expires while the client keeps its connection',
  group: 'validity',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'A certificate is looked at in the handshake, and TLS has no word for one that ends later. Pools keep connections ' +
    'for as long as they are used, so a client goes on for hours after notAfter and fails at the next restart, when ' +
    'the certificate is not looked at again. A client that closes in time is as right.',
  world: { certificate: { leaf: { notAfterMs: 2000 } } },
  flow: [{ step: 'request' }, { step: 'wait-for-expiry' }, { step: 'request' }],
  sees: [{ status: 200 }, { status: 200 }],
};
