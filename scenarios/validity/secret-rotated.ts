import { type ClientScenario, DAY, HOUR } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'secret-rotated',
  title: 'The secret was renewed and the extension updated',
  group: 'validity',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'Both steps of the article, "Update the TLS/SSL certificate", in their order: the certificate that had expired is replaced ' +
    'in the Secret, and the extension update takes it into service.',
  world: {
    certificate: { leaf: { notBeforeMs: -90 * DAY, notAfterMs: -HOUR } },
    mountedSecret: true,
    before: [{ event: 'secret-replaced', certificate: {} }, { event: 'extension-updated' }],
  },
  sees: { status: 200 },
};
