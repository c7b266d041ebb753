import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'ocsp-staple-good',
  title: 'The router staples a good OCSP response, as the certificate demands',
  group: 'baseline',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'The TLS feature status_request in a certificate (RFC 7633) is a promise that the server staples. Clients that ' +
    'know the feature hold the server to it, GnuTLS and Firefox among them; the others leave the response alone.',
  world: {
    certificate: { leaf: { mustStaple: true } },
    published: { ocspStaple: 'good' },
  },
  sees: { status: 200 },
};
