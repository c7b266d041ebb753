import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'alert-unrecognized-name-warning',
  title: 'The handshake goes on after a warning unrecognized_name',
  group: 'protocol',
  importance: 'low',
  expectation: 'advise',
  lesson:
    'RFC 6066 section 3 does not recommend this warning, because clients react to it in different ways. OpenSSL, GnuTLS, Go and ' +
    'browsers go on. Java gives up, and its users were advised to leave SNI out, which then failed with servers that need it ' +
    '(zaproxy/zaproxy#704).',
  world: { wireFault: { fault: 'alert', description: 'unrecognized_name', level: 'warning' } },
  sees: { status: 200 },
};
