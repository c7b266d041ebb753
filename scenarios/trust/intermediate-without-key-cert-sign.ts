import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'intermediate-without-key-cert-sign',
  title: 'The intermediate may sign CRLs, and no certificates',
  group: 'trust',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'An authority with a key for each purpose put the wrong one to work. With a keyUsage in the certificate, ' +
    'keyCertSign has to be in it (RFC 5280 section 6.1.4).',
  world: { certificate: { intermediates: [{ keyUsage: ['digitalSignature', 'cRLSign'] }] } },
  sees: { error: 'UNSPECIFIED: key usage does not include certificate signing' },
};
