import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'alert-unrecognized-name',
  title: 'The ClientHello is answered with alert unrecognized_name',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The name in the SNI is not one that the server knows (RFC 6066 section 3): the DNS record leads to the wrong cluster, or ' +
    'sslCname was changed and the scoring URI was not. Leaving SNI out, as is advised on the web, gets an answer from another host.',
  world: { wireFault: { fault: 'alert', description: 'unrecognized_name' } },
  sees: { error: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME' },
};
