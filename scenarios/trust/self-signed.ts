import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'self-signed',
  title: 'The certificate is its own issuer',
  group: 'trust',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The article warns: self-signed certificates are for development, and cause problems in client applications. The ' +
    'usual cure found on the web, switching verification off, is what this scenario finds.',
  world: { certificate: { leaf: { selfSigned: true }, serve: ['leaf'] } },
  sees: { error: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
};
