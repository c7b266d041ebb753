import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'must-staple-without-staple',
  title: 'The certificate demands a staple, and there is none',
  group: 'trust',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The owner asked for certificates with the TLS feature status_request (RFC 7633), and the router does not staple. ' +
    "Firefox and GnuTLS refuse; others accept. Let's Encrypt stopped issuing them in May 2025, as it ended OCSP.",
  world: { certificate: { leaf: { mustStaple: true } } },
  sees: { status: 200 },
};
