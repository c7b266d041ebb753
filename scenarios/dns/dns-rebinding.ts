import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'dns-rebinding',
  title: 'Between two requests the name moves to another machine',
  group: 'dns',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The holder of the zone answers the first question with the router and the next, a moment later, with a machine of another ' +
    'network (TTL 0). A client that trusts an address because it was good before sends its key there; the certificate has to ' +
    'be looked at for every connection.',
  world: {
    dnsFaults: { '{fqdn}': { fault: 'rotate', answers: [['{host}'], ['127.0.0.3']] } },
    otherRouters: [
      {
        address: '127.0.0.3',
        certificate: { leaf: { commonName: 'www.example.org', sans: ['DNS:www.example.org'] } },
      },
    ],
  },
  client: { resumeSession: true },
  flow: [{ step: 'request' }, { step: 'request' }],
  mayReach: ['router'],
  sees: [{ status: 200 }, { error: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
};
