import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'alert-internal-error',
  title: 'The ClientHello is answered with alert internal_error',
  group: 'protocol',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'What many servers say while they have no certificate to show: a Secret that cannot be read, a name that is not configured (RFC ' +
    '5246 section 7.2.2 keeps it for errors of the server alone). It may pass by itself, so a client may come back, over TLS.',
  world: { wireFault: { fault: 'alert', description: 'internal_error' } },
  sees: { error: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' },
};
