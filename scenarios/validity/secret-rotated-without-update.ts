import { type ClientScenario, DAY, HOUR } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'secret-rotated-without-update',
  aliases: ['renewal-forgotten'],
  title: 'The secret was renewed, but the extension was not updated',
  group: 'validity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The article, "Update the TLS/SSL certificate": first the Kubernetes Secret, then the extension update command. ' +
    'A person who forgets the second step has a good certificate in the cluster and an expired one on the wire.',
  world: {
    certificate: { leaf: { notBeforeMs: -90 * DAY, notAfterMs: -HOUR } },
    mountedSecret: true,
    before: [{ event: 'secret-replaced', certificate: {} }],
  },
  sees: { error: 'CERT_HAS_EXPIRED' },
};
