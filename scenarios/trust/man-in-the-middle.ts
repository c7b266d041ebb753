import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'man-in-the-middle',
  title: 'A proxy on the way shows its own certificate for the right name',
  group: 'trust',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    "A company's TLS inspection, or an attacker with the same software: the name is right, the certificate was made " +
    'this very moment, and the client does not know its issuer. People meet it as ' +
    "Azure/azureml-sdk-for-r#210 did, and ask how to switch verification off; the answer is to trust the proxy's root, " +
    'where one means to.',
  world: {
    certificate: {
      root: { organization: 'Contoso', commonName: 'Contoso TLS inspection', trusted: false },
      intermediates: [],
      leaf: { notBeforeMs: -60_000 },
      serve: ['leaf'],
    },
  },
  sees: { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
};
