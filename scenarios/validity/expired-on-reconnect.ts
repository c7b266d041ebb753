import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-on-reconnect',
  title: 'The certificate expires between two connections of one client',
  group: 'validity',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'That it was good a moment ago says nothing: with each handshake the dates count again (RFC 5280 section 6.1.3). A ' +
    'client that remembers a certificate as verified, by fingerprint, goes on here.',
  world: { certificate: { leaf: { notAfterMs: 2000 } } },
  client: { newConnections: true },
  flow: [{ step: 'request' }, { step: 'wait-for-expiry' }, { step: 'request' }],
  mayReach: ['router'],
  sees: [{ status: 200 }, { error: 'CERT_HAS_EXPIRED' }],
};
