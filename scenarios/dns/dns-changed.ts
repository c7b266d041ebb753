import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-changed',
  title: 'The router moves, and the record follows',
  group: 'dns',
  importance: 'medium',
  expectation: 'accept',
  lesson:
    'The external IP of azureml-fe changes with its Service, and the record is changed after it ("Update your DNS with FQDN"). ' +
    'With TTL 0 the next question has the new address; a program that looks the name up once and keeps the answer for ever, as ' +
    'JVMs with a security manager did, stays with the dead one until it is restarted.',
  world: {
    records: [{ name: '{fqdn}', type: 'A', value: '{host}', ttl: 0 }],
    otherRouters: [
      { address: '127.0.0.3', certificate: { leaf: { commonName: '{fqdn}', sans: ['DNS:{fqdn}'] } } },
    ],
  },
  mayReach: ['router', 'other-router'],
  client: { newConnections: true },
  flow: [
    { step: 'request' },
    { step: 'event', event: { event: 'router-gone' } },
    { step: 'request' },
    { step: 'event', event: { event: 'record-changed', address: '127.0.0.3', ttl: 0 } },
    { step: 'request' },
  ],
  sees: [{ status: 200 }, { error: 'ECONNREFUSED' }, { status: 200 }],
};
